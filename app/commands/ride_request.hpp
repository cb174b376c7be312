// SPDX-License-Identifier: MIT
// A ride as it was asked for, with every question answered before anything is opened or forked.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "app/commands/settings.hpp"
#include "app/core/prescription.hpp"
#include "app/core/result.hpp"
#include "app/dashboard/settings.hpp"

namespace softpedal::commands {

// The options of `ride` as they stand on the command line.
struct RideOptions {
  std::optional<std::string> profile{};  // empty: acute-1, or the one that the window remembers
  std::optional<std::string> stick{};    // empty: auto, or the one that the window remembers
  std::optional<std::uint32_t> trainer{};
  std::optional<std::int64_t> seconds{};
  bool headless = false;
  bool json = false;
  std::optional<std::string> journal{};
  std::optional<std::uint64_t> seed{};
  std::optional<std::string> speed{};
  bool finds_floor = false;
  std::optional<std::string> floor_out{};
};

struct RideRequest {
  std::string title;              // the profile's own name
  std::string description;        // what will be asked of the rider, in words
  std::string profile_text{};     // the file of the profile, byte for byte
  int sessions_per_week = 0;      // as planned
  std::chrono::hours between{0};  // rides, as planned
  Prescription prescription;
  ui::Settings settings{};  // of the rider, the bike and the sensors
  bool simulated = false;
  std::string stick{};                              // "usb", or the path of a serial device
  std::optional<std::uint32_t> trainer{};           // asked for, or the one used last
  std::optional<std::filesystem::path> journals{};  // empty: none is kept
  bool json = false;
  bool finds_floor = false;                          // a spin of the floor finder
  std::optional<std::filesystem::path> floor_out{};  // where it writes its file too
  std::string no_window{};  // why this ride is in the terminal; empty: it was asked for there
  std::uint64_t seed = 1;
  std::optional<double> speed = 1.0;  // empty: as fast as the machine can
};

// Says what was decided for the rider (a virtual trainer, a shortened ride) on standard error.
[[nodiscard]] Result<RideRequest> request_of(const RideOptions& options,
                                             const ui::Settings& settings);

// `--profile` takes a plan without a second press: what it allows more of than the one that the
// window remembers is said once, on standard error.
void say_what_rises(const RideOptions& options, const Settings& remembered);

// The three phases scaled down to `wanted` in all. A rider may shorten a ride, never lengthen it.
[[nodiscard]] Result<Prescription> shortened(const Prescription& prescription,
                                             std::chrono::seconds wanted);

}  // namespace softpedal::commands
