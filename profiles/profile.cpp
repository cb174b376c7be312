// SPDX-License-Identifier: MIT
#include "profiles/profile.hpp"

#include <toml++/toml.h>

#include <utility>

#include "profiles/check.hpp"
#include "profiles/read.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::profiles {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kind = "a profile";

Target target_in(const toml::table& table) {
  switch (mode_in(table)) {
    case TargetMode::Resistance:
      return {.mode = TargetMode::Resistance,
              .resistance = Percent{number_in(table, "resistance_percent")}};
    case TargetMode::Torque:
      return {.mode = TargetMode::Torque, .torque = NewtonMetres{number_in(table, "torque_nm")}};
    case TargetMode::Release:
    case TargetMode::Learn:  // in no profile
      break;
  }
  return {.mode = TargetMode::Release};
}

// Only for a table that check() let pass: what is read here is there.
Profile profile_in(const toml::table& root, std::string text, const fs::path& path) {
  const auto table = [&root](std::string_view name) -> const toml::table& {
    return *root[name].as_table();
  };
  const auto whole = [](const toml::table& in, std::string_view key) {
    return static_cast<int>(number_in(in, key));
  };
  const auto seconds = [&whole](const toml::table& in, std::string_view key) {
    return std::chrono::seconds{whole(in, key)};
  };
  const toml::table &session = table("session"), &limits = table("limits"), &pain = table("pain"),
                    &author = table("author");
  return {
      .name = text_in(root, "name"),
      .prescription =
          {
              .phase = phase_in(root),
              .warm_up = seconds(session, "warm_up_s"),
              .ride = seconds(session, "ride_s"),
              .cool_down = seconds(session, "cool_down_s"),
              .target = target_in(table("target")),
              .limits =
                  {
                      .torque_mean = NewtonMetres{number_in(limits, "torque_mean_nm")},
                      .torque_peak = NewtonMetres{number_in(limits, "torque_peak_nm")},
                      .power = Watts{number_in(limits, "power_w")},
                      .resistance = Percent{number_in(limits, "resistance_percent")},
                      .ramp_up_per_second = Percent{number_in(limits, "ramp_up_percent_per_s")},
                      .total = seconds(limits, "total_s"),
                      .heart_rate = limits.contains("heart_rate_bpm")
                                        ? std::optional{Bpm{number_in(limits, "heart_rate_bpm")}}
                                        : std::nullopt,
                  },
              .cadence_low = Rpm{number_in(table("cadence"), "low_rpm")},
              .cadence_high = Rpm{number_in(table("cadence"), "high_rpm")},
              .pain =
                  {
                      .ask_every = seconds(pain, "ask_every_s"),
                      .ease_at = whole(pain, "ease_at"),
                      .stop_at = whole(pain, "stop_at"),
                      .stop_on_rise = whole(pain, "stop_on_rise"),
                  },
          },
      .sessions_per_week = whole(table("plan"), "sessions_per_week"),
      .hours_between = std::chrono::hours{whole(table("plan"), "hours_between")},
      .author =
          {
              .name = text_in(author, "name"),
              .issued = date_in(author, "issued"),
              .expires = author.contains("expires") ? std::optional{date_in(author, "expires")}
                                                    : std::nullopt,
              .note = text_in(author, "note"),
          },
      .unverified_signature = root.contains(signature_table),
      .text = std::move(text),
      .path = path,
  };
}

}  // namespace

Result<Profile> parse(std::string text, const fs::path& path, Date today) {
  const auto root = parse_toml(text, path, kind);
  if (!root) return tl::unexpected{root.error()};
  if (std::optional<Fault> refused = check(*root, path.string(), today)) {
    return tl::unexpected{*refused};
  }
  return profile_in(*root, std::move(text), path);
}

Result<Profile> load(const fs::path& path, Date today) {
  auto text = read_text(path, kind);
  if (!text) return tl::unexpected{text.error()};
  return parse(std::move(*text), path, today);
}

}  // namespace softpedal::profiles
