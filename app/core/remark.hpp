// SPDX-License-Identifier: MIT
// The lines of a journal that people read and that the history reads too: who, when, with what, and
// what was answered afterwards. In the file each stands behind "# ". A remark of no kind below is
// for people only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/core/kept_ride.hpp"

namespace softpedal {

struct SoftwareRemark {  // "softpedal 0.1.0 journal"
  std::string version;
  bool operator==(const SoftwareRemark&) const = default;
};
struct BeganRemark {  // "began 2026-11-21T16:24:59Z": the journal
  std::chrono::sys_seconds at;
  bool operator==(const BeganRemark&) const = default;
};
struct RidingRemark {  // "riding since 2026-11-21T16:25:40Z, local time +01:00"
  std::chrono::sys_seconds at;
  std::chrono::minutes utc_offset;
  bool operator==(const RidingRemark&) const = default;
};
struct ProfileRemark {  // "profile Acute 1: motion only"
  std::string name;
  bool operator==(const ProfileRemark&) const = default;
};
struct PlanRemark {  // "plan 7 a week"
  int sessions_per_week;
  bool operator==(const PlanRemark&) const = default;
};
struct ProfileTextRemark {  // "profile_text format = 1\nname = …": line ends and \ are escaped
  std::string text;
  bool operator==(const ProfileTextRemark&) const = default;
};
struct StickRemark {  // "stick usb"
  std::string stick;
  bool operator==(const StickRemark&) const = default;
};
struct SimulatedRemark {  // "SIMULATED on the virtual stick, seed 1"
  std::uint64_t seed;
  bool operator==(const SimulatedRemark&) const = default;
};
struct TrainerRemark {  // "trainer 12345 manufacturer 89 model 2875 software 1.2 serial 7"
  KeptTrainer trainer;
  bool operator==(const TrainerRemark&) const = default;
};
struct AfterPainRemark {  // "after pain 3"
  int score;
  bool operator==(const AfterPainRemark&) const = default;
};
struct AfterNoteRemark {  // "after note a little stiff"
  std::string note;
  bool operator==(const AfterNoteRemark&) const = default;
};
struct MorningRemark {  // "morning 2026-11-22 pain 3 swelling no", or "morning 2026-11-22 skipped"
  Morning morning;
  bool operator==(const MorningRemark&) const = default;
};
struct CutRemark {  // "cut: the ride ended without closing its journal; …"
  bool operator==(const CutRemark&) const = default;
};

using Remark = std::variant<SoftwareRemark, BeganRemark, RidingRemark, ProfileRemark, PlanRemark,
                            ProfileTextRemark, StickRemark, SimulatedRemark, TrainerRemark,
                            AfterPainRemark, AfterNoteRemark, MorningRemark, CutRemark>;

[[nodiscard]] std::string to_text(const Remark& remark);  // without "# " and line end
// Empty: it is for people only, or damaged. `text` is without "# ".
[[nodiscard]] std::optional<Remark> parse_remark(std::string_view text);

// "2026-11-21T16:24:59Z" and "2026-11-22", and back.
[[nodiscard]] std::string utc_text(std::chrono::sys_seconds when);
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_utc(std::string_view text);
[[nodiscard]] std::string day_text(std::chrono::year_month_day day);
[[nodiscard]] std::optional<std::chrono::year_month_day> parse_day(std::string_view text);

}  // namespace softpedal
