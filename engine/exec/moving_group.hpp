// Measures whose rules read themselves or each other strictly before (or strictly after) along an ordered dimension:
// derived member by member of it, each from a window of those just settled.
// Invariant: a member is settled once all that its cells read is.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/exec/world.hpp"
#include "engine/model/error.hpp"

namespace reckon::engine {

// How the rules of a group move.
struct Moves {
  DimensionId along = 0;
  bool backward = false;          // they read later members
  std::int32_t most = 0;          // how far
  bool alone = true;              // no rule reads the group at its own member
  std::vector<std::size_t> axes;  // of each measure: which of its axes is that dimension
};
// Nothing where some rule does not show which member it reads, so that its group must settle by repeated passes.
std::optional<Moves> moves_of(const Program&, const std::vector<MeasureId>& group);

// The rules of a measure still change its cells after so many passes as should be enough.
Error unsettled(const Catalog&, MeasureId);

class MovingGroup {
 public:
  // What deriving asks of the universe around it.
  class Surroundings {
   public:
    virtual ~Surroundings() = default;
    virtual CellTable reconciled(MeasureId, const FactTable&) const = 0;
    virtual void assume(MeasureId, CellTable&) const = 0;
    // Appends what the rule gives, but for coordinates in `taken` (null for none).
    virtual void apply(const Rule&, FactTable&, const CellTable* taken) = 0;
    // What is known of a measure of the group until the next call.
    virtual void show(MeasureId, std::shared_ptr<const MeasureCells>) = 0;
  };
  MovingGroup(const Program&, Surroundings&, Day as_of, const std::vector<MeasureId>& group, Moves);

  // Shows the finished facts and cells of each measure in the end.
  void run();
  // A round for each member that settled.
  const DerivationProfile& profile() const { return profile_; }

 private:
  struct Member {
    MeasureId measure = 0;
    std::size_t axis = 0;
    std::shared_ptr<FactTable> facts;               // stated and derived
    std::map<Code, std::vector<std::uint32_t>> at;  // those that stand, by member
  };
  void begin();
  std::uint64_t settle(Code);  // how many facts rules gave there
  // The facts that the rules give at a member, over the window as it is.
  std::vector<Fact> derived(const Member&, Code);
  void take(const Member&, const FactTable& found, Code, std::vector<Fact>& facts) const;
  void show_window(const Member&, Code, const std::vector<Fact>& derived);
  void show(MeasureId, std::shared_ptr<const FactTable>);
  CellTable cells_at(const Member&, Code, const std::vector<Fact>& derived) const;
  void add_stated(const Member&, Code, FactTable&) const;

  const Program& program_;
  Surroundings& around_;
  Moves moves_;
  std::vector<Member> members_;
  std::set<Code> open_;
  DerivationProfile profile_;
};

}  // namespace reckon::engine
