// Answers that nobody reads any more, whose room the next runs use.
#include "api/state.hpp"

namespace reckon {
namespace {

constexpr std::uint64_t most_kept = std::uint64_t{1} << 20;  // bytes; what took more is freed

}  // namespace

// The answer shares nothing: it lies in the evaluation beside it.
PooledAnswer::PooledAnswer() {
  answer = std::shared_ptr<const engine::Answer>(std::shared_ptr<void>(), &evaluation.answer);
}

std::shared_ptr<const QueryWords> PooledAnswer::make_words() const {
  return std::make_shared<const QueryWords>(QueryWords{asked->text(), asked->column_names()});
}

void PooledAnswer::release() const noexcept {
  std::unique_ptr<PooledAnswer> own(const_cast<PooledAnswer*>(this));  // the last reader is gone
  own->traced_ = nullptr;
  const auto pool = std::move(own->home);
  if (evaluation.bytes() <= most_kept) pool->give(std::move(own));
}

AnswerPool::~AnswerPool() {
  for (auto& place : spare_) delete place.load(std::memory_order_acquire);
}

std::unique_ptr<PooledAnswer> AnswerPool::take() {
  for (auto& place : spare_)
    if (place.load(std::memory_order_relaxed))
      if (auto* spare = place.exchange(nullptr, std::memory_order_acquire)) return std::unique_ptr<PooledAnswer>(spare);
  return std::make_unique<PooledAnswer>();
}

void AnswerPool::give(std::unique_ptr<PooledAnswer> made) noexcept {
  for (auto& place : spare_) {
    PooledAnswer* none = nullptr;
    if (!place.compare_exchange_strong(none, made.get(), std::memory_order_release, std::memory_order_relaxed))
      continue;
    made.release();
    return;
  }
}

}  // namespace reckon
