// One pass writes the lines as they are drawn; by date they are drawn first and put in order by a counting sort.
#include "bench/ssb/generator.hpp"

#include <array>
#include <bit>
#include <cstdio>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

constexpr std::array<const char*, 5> regions{"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};
// TPC-H's nations, by region.
constexpr std::array<std::array<const char*, 5>, 5> nations{{
    {"ALGERIA", "ETHIOPIA", "KENYA", "MOROCCO", "MOZAMBIQUE"},
    {"ARGENTINA", "BRAZIL", "CANADA", "PERU", "UNITED STATES"},
    {"CHINA", "INDIA", "INDONESIA", "JAPAN", "VIETNAM"},
    {"FRANCE", "GERMANY", "ROMANIA", "RUSSIA", "UNITED KINGDOM"},
    {"EGYPT", "IRAN", "IRAQ", "JORDAN", "SAUDI ARABIA"},
}};
constexpr unsigned cities = 250, days = 2406;  // order dates end 151 days before 1998 does

std::string nation_of(unsigned city) { return nations[city / 50][city / 10 % 5]; }
// The nation's first nine letters and a digit.
std::string city_name(unsigned city) {
  std::string name = nation_of(city).substr(0, 9);
  name.resize(9, ' ');
  return name + static_cast<char>('0' + city % 10);
}

struct Line {
  std::uint16_t day;
  std::uint8_t customer_city, supplier_city, quantity, discount;
  std::uint16_t brand;  // 0..999: manufacturer, category and brand at once
  std::uint32_t price;  // of one part, in cents
};

std::string mfgr_name(unsigned brand) { return "MFGR#" + std::to_string(brand / 200 + 1); }
std::string category_name(unsigned brand) { return mfgr_name(brand) + std::to_string(brand / 40 % 5 + 1); }
std::string brand_name(unsigned brand) { return category_name(brand) + std::to_string(brand % 40 + 1); }

class Generator {
 public:
  explicit Generator(unsigned percent) : percent_(percent) {
    const unsigned whole = std::max(1U, percent / 100);
    const std::size_t parts = 200'000U * static_cast<std::size_t>(std::bit_width(whole));
    customers_ = members(std::max(1U, 300 * percent), cities);
    suppliers_ = members(std::max(1U, 20 * percent), cities);
    brands_ = members(parts, 1000);
  }

  template <class F>
  void each_line(F&& f) {
    const std::uint64_t orders = std::uint64_t{15'000} * percent_;
    for (std::uint64_t order = 0; order < orders; ++order) {
      Line line{};
      line.day = static_cast<std::uint16_t>(draw(days));
      line.customer_city = static_cast<std::uint8_t>(customers_[draw(customers_.size())]);
      const std::uint64_t count = 1 + draw(7);
      for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t part = draw(brands_.size());
        line.supplier_city = static_cast<std::uint8_t>(suppliers_[draw(suppliers_.size())]);
        line.brand = brands_[part];
        line.quantity = static_cast<std::uint8_t>(1 + draw(50));
        line.discount = static_cast<std::uint8_t>(draw(11));
        // TPC-H's price of a part, by its key.
        line.price = static_cast<std::uint32_t>(90'000 + part / 10 % 20'001 + 100 * (part % 1000));
        f(line);
      }
    }
  }

 private:
  std::uint64_t draw(std::uint64_t below) { return (static_cast<std::uint64_t>(random_()) * below) >> 32; }
  std::vector<std::uint16_t> members(std::size_t count, std::uint64_t below) {
    std::vector<std::uint16_t> made(count);
    for (auto& member : made) member = static_cast<std::uint16_t>(draw(below));
    return made;
  }

  unsigned percent_;
  std::mt19937 random_{20090605};
  std::vector<std::uint16_t> customers_, suppliers_, brands_;
};

class Writer {
 public:
  explicit Writer(const std::string& path) : file_(std::fopen(path.c_str(), "wb"), &std::fclose) {
    if (!file_) throw std::runtime_error("cannot write " + path);
    add("c_city,c_nation,c_region,s_city,s_nation,s_region,p_brand,p_category,p_mfgr,day,quantity,extendedprice,discount,revenue,supplycost\n");
    for (unsigned city = 0; city < cities; ++city)
      places_.push_back(city_name(city) + ',' + nation_of(city) + ',' + regions[city / 50] + ',');
    for (unsigned brand = 0; brand < 1000; ++brand)
      parts_.push_back(brand_name(brand) + ',' + category_name(brand) + ',' + mfgr_name(brand) + ',');
    for (unsigned day = 0; day < days; ++day) dates_.push_back(date(day));
  }

  void write(const Line& line) {
    add(places_[line.customer_city]);
    add(places_[line.supplier_city]);
    add(parts_[line.brand]);
    add(dates_[line.day]);
    const std::uint64_t price = std::uint64_t{line.price} * line.quantity;
    for (const std::uint64_t number : {std::uint64_t{line.quantity}, price, std::uint64_t{line.discount},
                                       price * (100U - line.discount) / 100, std::uint64_t{line.price} * 6 / 10})
      add(',' + std::to_string(number));
    add("\n");
  }
  void close() {
    flush();
    if (std::fclose(file_.release()) != 0) throw std::runtime_error("the disk is full");
  }

 private:
  static std::string date(unsigned day) {
    static constexpr std::array<unsigned, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year = 1992, month = 0;
    const auto length = [&] { return lengths[month] + (month == 1 && year % 4 == 0 ? 1U : 0U); };
    for (; day >= length(); month = (month + 1) % 12) {
      day -= length();
      year += month == 11 ? 1 : 0;
    }
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04u-%02u-%02u", year, month + 1, day + 1);
    return text.data();
  }
  void add(const std::string& text) {
    buffer_ += text;
    if (buffer_.size() > (1U << 20)) flush();
  }
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) throw std::runtime_error("the disk is full");
    buffer_.clear();
  }

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::string buffer_;
  std::vector<std::string> places_, parts_, dates_;
};

std::string quoted(const std::string& name) { return '"' + name + '"'; }

}  // namespace

std::uint64_t write_ssb(const std::string& path, unsigned scale_percent, RowOrder order) {
  Generator generator(scale_percent);
  Writer writer(path);
  std::uint64_t count = 0;
  if (order == RowOrder::unsorted) {
    generator.each_line([&](const Line& line) { writer.write(line), ++count; });
  } else {
    std::vector<std::vector<Line>> by_day(days);
    generator.each_line([&](const Line& line) { by_day[line.day].push_back(line), ++count; });
    for (const auto& lines : by_day)
      for (const Line& line : lines) writer.write(line);
  }
  writer.close();
  return count;
}

std::vector<SsbNames> ssb_names() {
  std::vector<SsbNames> all;
  for (const std::string side : {"c", "s"}) {
    SsbNames city{side + "_city", {}}, nation{side + "_nation", {}}, region{side + "_region", {regions.begin(), regions.end()}};
    for (unsigned i = 0; i < cities; ++i) city.names.push_back(city_name(i));
    for (unsigned i = 0; i < cities; i += 10) nation.names.push_back(nation_of(i));
    all.insert(all.end(), {city, nation, region});
  }
  SsbNames brand{"p_brand", {}}, category{"p_category", {}}, mfgr{"p_mfgr", {}};
  for (unsigned i = 0; i < 1000; ++i) brand.names.push_back(brand_name(i));
  for (unsigned i = 0; i < 1000; i += 40) category.names.push_back(category_name(i));
  for (unsigned i = 0; i < 1000; i += 200) mfgr.names.push_back(mfgr_name(i));
  all.insert(all.end(), {brand, category, mfgr});
  return all;
}

std::string ssb_vocabulary() {
  std::string text = "unit cent\nunit item\n";
  for (const std::string side : {"c", "s"}) {
    text += "dimension " + side + "_region\ndimension " + side + "_nation -> " + side + "_region {\n";
    for (unsigned city = 0; city < cities; city += 10) text += quoted(nation_of(city)) + " -> " + quoted(regions[city / 50]) + '\n';
    text += "}\ndimension " + side + "_city -> " + side + "_nation {\n";
    for (unsigned city = 0; city < cities; ++city) text += quoted(city_name(city)) + " -> " + quoted(nation_of(city)) + '\n';
    text += "}\n";
  }
  text += "dimension p_mfgr\ndimension p_category -> p_mfgr {\n";
  for (unsigned brand = 0; brand < 1000; brand += 40) text += quoted(category_name(brand)) + " -> " + quoted(mfgr_name(brand)) + '\n';
  text += "}\ndimension p_brand ordered -> p_category {\n";
  for (unsigned brand = 0; brand < 1000; ++brand) text += quoted(brand_name(brand)) + " -> " + quoted(category_name(brand)) + '\n';
  return text + "}\n";
}

}  // namespace bench
