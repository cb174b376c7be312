// SPDX-License-Identifier: MIT
#include "app/core/remark.hpp"

#include <charconv>
#include <concepts>
#include <limits>

namespace softpedal {
namespace {

using std::chrono::sys_seconds;

std::string padded(long long number, std::size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

// Reads a remark from left to right; the first thing that does not fit spoils the rest.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_{text} {}

  Scan& word(std::string_view expected) {
    if (good_ && text_.starts_with(expected)) {
      text_.remove_prefix(expected.size());
    } else {
      good_ = false;
    }
    return *this;
  }
  [[nodiscard]] bool maybe(std::string_view expected) {
    if (!good_ || !text_.starts_with(expected)) return false;
    text_.remove_prefix(expected.size());
    return true;
  }
  template <std::integral T>
  Scan& number(T& value, T least, T most) {
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc{} || value < least || value > most) good_ = false;
    if (good_) text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return *this;
  }
  template <std::unsigned_integral T>
  Scan& number(T& value) {
    return number(value, T{0}, std::numeric_limits<T>::max());
  }
  Scan& digits(int& value, std::size_t count, int least, int most) {
    if (text_.size() < count) good_ = false;
    if (!good_) return *this;
    const auto part = text_.substr(0, count);
    const auto [end, error] = std::from_chars(part.data(), part.data() + count, value);
    good_ = error == std::errc{} && end == part.data() + count && value >= least && value <= most;
    text_.remove_prefix(count);
    return *this;
  }
  Scan& until(std::string_view mark, std::string& value) {
    const auto at = text_.find(mark);
    if (at == std::string_view::npos) good_ = false;
    if (!good_) return *this;
    value = text_.substr(0, at);
    text_.remove_prefix(at + mark.size());
    return *this;
  }
  [[nodiscard]] std::string rest() {
    const std::string all{text_};
    text_ = {};
    return all;
  }
  [[nodiscard]] bool whole() const { return good_ && text_.empty(); }

 private:
  std::string_view text_;
  bool good_ = true;
};

void scan_day(Scan& scan, std::chrono::year_month_day& day) {
  int year = 0, month = 0, of_month = 0;
  scan.digits(year, 4, 0, 9999)
      .word("-")
      .digits(month, 2, 1, 12)
      .word("-")
      .digits(of_month, 2, 1, 31);
  day = std::chrono::year{year} / month / of_month;
}

void scan_utc(Scan& scan, sys_seconds& when) {
  std::chrono::year_month_day day{};
  scan_day(scan, day);
  int hours = 0, minutes = 0, seconds = 0;
  scan.word("T").digits(hours, 2, 0, 23).word(":").digits(minutes, 2, 0, 59).word(":");
  scan.digits(seconds, 2, 0, 59).word("Z");
  if (!day.ok()) scan.word("a day");  // which no text here is
  when = std::chrono::sys_days{day} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds};
}

std::string offset_text(std::chrono::minutes offset) {
  const auto all = offset.count() < 0 ? -offset.count() : offset.count();
  return (offset.count() < 0 ? "-" : "+") + padded(all / 60, 2) + ':' + padded(all % 60, 2);
}

void scan_offset(Scan& scan, std::chrono::minutes& offset) {
  const bool west = scan.maybe("-");
  if (!west) scan.word("+");
  int hours = 0, minutes = 0;
  scan.digits(hours, 2, 0, 23).word(":").digits(minutes, 2, 0, 59);
  offset = std::chrono::minutes{hours * 60 + minutes} * (west ? -1 : 1);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    switch (text[i]) {
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case '\\':
        out += '\\';
        break;
      default:
        return std::nullopt;
    }
  }
  return out;
}

std::string text_of(const SoftwareRemark& r) { return "softpedal " + r.version + " journal"; }
std::string text_of(const BeganRemark& r) { return "began " + utc_text(r.at); }
std::string text_of(const RidingRemark& r) {
  return "riding since " + utc_text(r.at) + ", local time " + offset_text(r.utc_offset);
}
std::string text_of(const ProfileRemark& r) { return "profile " + r.name; }
std::string text_of(const PlanRemark& r) {
  return "plan " + std::to_string(r.sessions_per_week) + " a week";
}
std::string text_of(const ProfileTextRemark& r) { return "profile_text " + escaped(r.text); }
std::string text_of(const StickRemark& r) { return "stick " + r.stick; }
std::string text_of(const SimulatedRemark& r) {
  return "SIMULATED on the virtual stick, seed " + std::to_string(r.seed);
}
std::string text_of(const TrainerRemark& r) {
  const KeptTrainer& t = r.trainer;
  return "trainer " + std::to_string(t.number) + " manufacturer " + std::to_string(t.manufacturer) +
         " model " + std::to_string(t.model) + " software " + t.software + " serial " +
         std::to_string(t.serial);
}
std::string text_of(const AfterPainRemark& r) { return "after pain " + std::to_string(r.score); }
std::string text_of(const AfterNoteRemark& r) { return "after note " + escaped(r.note); }
std::string text_of(const MorningRemark& r) {
  const Morning& m = r.morning;
  std::string text = "morning " + day_text(m.day);
  if (!m.pain && !m.swelling) return text + " skipped";
  if (m.pain) text += " pain " + std::to_string(*m.pain);
  if (m.swelling) text += *m.swelling ? " swelling yes" : " swelling no";
  return text;
}
std::string text_of(const CutRemark&) { return "cut: the ride ended without closing its journal"; }

std::optional<Remark> if_whole(const Scan& scan, Remark remark) {
  if (!scan.whole()) return std::nullopt;
  return remark;
}

std::optional<Remark> morning_of(Scan scan) {
  Morning morning;
  scan_day(scan, morning.day);
  int score = 0;
  if (scan.maybe(" pain ")) {
    scan.number(score, 0, 10);
    morning.pain = score;
  }
  if (scan.maybe(" swelling yes")) morning.swelling = true;
  if (scan.maybe(" swelling no")) morning.swelling = false;
  if (!morning.pain && !morning.swelling) scan.word(" skipped");
  if (!morning.day.ok()) return std::nullopt;
  return if_whole(scan, MorningRemark{morning});
}

std::optional<Remark> trainer_of(Scan scan) {
  KeptTrainer t;
  scan.number(t.number).word(" manufacturer ").number(t.manufacturer).word(" model ");
  scan.number(t.model).word(" software ").until(" serial ", t.software).number(t.serial);
  return if_whole(scan, TrainerRemark{t});
}

}  // namespace

std::string day_text(std::chrono::year_month_day day) {
  return padded(static_cast<int>(day.year()), 4) + '-' +
         padded(static_cast<unsigned>(day.month()), 2) + '-' +
         padded(static_cast<unsigned>(day.day()), 2);
}

std::optional<std::chrono::year_month_day> parse_day(std::string_view text) {
  Scan scan{text};
  std::chrono::year_month_day day{};
  scan_day(scan, day);
  if (!scan.whole() || !day.ok()) return std::nullopt;
  return day;
}

std::string utc_text(sys_seconds when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::hh_mm_ss time{when - day};
  return day_text(std::chrono::year_month_day{day}) + 'T' + padded(time.hours().count(), 2) + ':' +
         padded(time.minutes().count(), 2) + ':' + padded(time.seconds().count(), 2) + 'Z';
}

std::optional<sys_seconds> parse_utc(std::string_view text) {
  Scan scan{text};
  sys_seconds when{};
  scan_utc(scan, when);
  if (!scan.whole()) return std::nullopt;
  return when;
}

std::string to_text(const Remark& remark) {
  return std::visit([](const auto& r) { return text_of(r); }, remark);
}

std::optional<Remark> parse_remark(std::string_view text) {
  Scan scan{text};
  if (scan.maybe("softpedal ")) {
    std::string version;
    scan.until(" journal", version);
    return if_whole(scan, SoftwareRemark{version});
  }
  if (scan.maybe("began ")) {
    sys_seconds at{};
    scan_utc(scan, at);
    return if_whole(scan, BeganRemark{at});
  }
  if (scan.maybe("riding since ")) {
    RidingRemark riding{};
    scan_utc(scan, riding.at);
    scan.word(", local time ");
    scan_offset(scan, riding.utc_offset);
    return if_whole(scan, riding);
  }
  if (scan.maybe("profile_text ")) {
    auto whole = unescaped(scan.rest());
    if (!whole) return std::nullopt;
    return ProfileTextRemark{std::move(*whole)};
  }
  if (scan.maybe("profile ")) return ProfileRemark{scan.rest()};
  if (scan.maybe("plan ")) {
    PlanRemark plan{};
    scan.number(plan.sessions_per_week, 0, 1000).word(" a week");
    return if_whole(scan, plan);
  }
  if (scan.maybe("stick ")) return StickRemark{scan.rest()};
  if (scan.maybe("SIMULATED on the virtual stick, seed ")) {
    SimulatedRemark simulated{};
    scan.number(simulated.seed);
    return if_whole(scan, simulated);
  }
  if (scan.maybe("trainer ")) return trainer_of(scan);
  if (scan.maybe("after pain ")) {
    AfterPainRemark after{};
    scan.number(after.score, 0, 10);
    return if_whole(scan, after);
  }
  if (scan.maybe("after note ")) {
    auto note = unescaped(scan.rest());
    if (!note) return std::nullopt;
    return AfterNoteRemark{std::move(*note)};
  }
  if (scan.maybe("morning ")) return morning_of(scan);
  if (scan.maybe("cut: ")) return CutRemark{};
  return std::nullopt;
}

}  // namespace softpedal
