// SPDX-License-Identifier: MIT
#include "profiles/profile.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include "profiles/check.hpp"
#include "profiles/read.hpp"

namespace softpedal::profiles {
namespace {

namespace fs = std::filesystem;

Target target_in(const toml::table& table) {
  switch (mode_in(table)) {
    case TargetMode::Resistance:
      return {.mode = TargetMode::Resistance,
              .resistance = Percent{number_in(table, "resistance_percent")}};
    case TargetMode::Torque:
      return {.mode = TargetMode::Torque, .torque = NewtonMetres{number_in(table, "torque_nm")}};
    case TargetMode::Release:
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

tl::unexpected<Fault> unreadable(const fs::path& path, std::string_view why) {
  return tl::unexpected{Fault{FaultCode::BadFile, fmt::format("{}: {}.", path.string(), why)}};
}

tl::unexpected<Fault> too_big(const fs::path& path) {
  return unreadable(path, fmt::format("a profile is never larger than {} KiB: choose another file",
                                      most_bytes / 1024));
}

}  // namespace

Result<Profile> parse(std::string text, const fs::path& path, Date today) {
  const std::string file = path.string();
  if (text.size() > most_bytes) return too_big(path);
  if (text.starts_with("\xEF\xBB\xBF")) {
    return tl::unexpected{refusal(file, {1, 1},
                                  "the file begins with a byte order mark: save it as UTF-8 "
                                  "without one")};
  }
  try {
    const toml::table root = toml::parse(text, file);
    if (std::optional<Fault> refused = check(root, file, today)) return tl::unexpected{*refused};
    return profile_in(root, std::move(text), path);
  } catch (const toml::parse_error& error) {
    return tl::unexpected{refusal(file, error.source().begin,
                                  fmt::format("this is not valid TOML ({}): correct it here",
                                              printable(error.description(), 200)))};
  }
}

Result<Profile> load(const fs::path& path, Date today) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) {
    return unreadable(path, "there is no such file: check the name and the folder");
  }
  if (failed) {
    return unreadable(path, fmt::format("the file cannot be reached ({}): check the permissions of "
                                        "its folder",
                                        failed.message()));
  }
  // A pipe or a device could keep a reader waiting for ever.
  if (status.type() != fs::file_type::regular) {
    return unreadable(path, "this is not a file: name a profile, a file that ends in .toml");
  }
  errno = 0;
  std::ifstream in{path, std::ios::binary};
  std::string text(most_bytes + 1, '\0');
  if (in) in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in && !in.eof()) {
    return unreadable(path, fmt::format("the file cannot be read ({}): check its permissions",
                                        std::strerror(errno)));
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return parse(std::move(text), path, today);
}

}  // namespace softpedal::profiles
