// SPDX-License-Identifier: MIT
#include "app/commands/ride_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/commands/commands.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/core/plan.hpp"
#include "app/dashboard/plans.hpp"
#include "app/shell/paths.hpp"
#include "profiles/describe.hpp"
#include "profiles/library.hpp"
#include "profiles/profile.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Fault> wrong_usage(std::string sentence) {
  return tl::unexpected(Fault{FaultCode::WrongUsage, std::move(sentence)});
}

void choose_stick(const std::string& wanted, RideRequest& request) {
  if (wanted == "sim") {
    request.simulated = true;
  } else if (wanted == "auto") {
    if (const auto found = stick_at_hand()) {
      request.stick = *found;
    } else {
      request.simulated = true;
      say_on_stderr("no ANT stick is plugged in: this ride is SIMULATED, on the virtual trainer.");
    }
  } else {
    request.stick = wanted;  // a link stays one: it may lead elsewhere after a replug
  }
}

// A number above 0, or "max" for an empty optional.
Result<std::optional<double>> speed_of(const std::string& text) {
  if (text == "max") return std::nullopt;
  double speed = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
  const bool number = error == std::errc{} && end == text.data() + text.size();
  if (!number || !(speed >= 0.01) || !(speed <= 1000.0)) {
    return wrong_usage(fmt::format(
        "--speed {}: give a factor from 0.01 to 1000, or max for as fast as possible.", text));
  }
  return speed;
}

Result<void> choose_simulation(const RideOptions& options, RideRequest& request) {
  if (options.speed) {
    if (!request.simulated) {
      return wrong_usage("--speed is only for the virtual trainer: a real one lives in real time.");
    }
    const auto speed = speed_of(*options.speed);
    if (!speed) return tl::unexpected(speed.error());
    request.speed = *speed;
  }
  request.seed = options.seed.value_or(request.seed);
  return {};
}

Result<void> choose_journal(const RideOptions& options, RideRequest& request) {
  if (options.journal == "none") {
    if (request.simulated) return {};
    return wrong_usage(
        "--journal none is only for the virtual trainer: a real ride is always recorded.");
  }
  if (options.journal && options.journal->empty()) {
    return wrong_usage("--journal needs the name of a directory.");
  }
  if (options.journal) {
    std::error_code unknown;
    const fs::path absolute = fs::absolute(*options.journal, unknown);
    request.journals = unknown ? fs::path{*options.journal} : absolute;
    return {};
  }
  const auto state = state_directory();
  if (!state) return tl::unexpected(state.error());
  request.journals = *state / "journal";
  return {};
}

std::string guidance(const Prescription& rx) {
  return fmt::format(
      "The floor finder: at most 90 s of gentle turning, within the limits of your profile.\n"
      "Shift to the easiest gear and turn steadily at {:.0f} to {:.0f} a minute. For 40 s nothing "
      "is\n"
      "asked of the brake; then it rises by single steps until it is just felt, and lets go.\n"
      "Nothing hard comes, and no spin-down. Stop whenever the knee says so.\n",
      rx.cadence_low.count(), rx.cadence_high.count());
}

}  // namespace

void say_what_rises(const RideOptions& options, const Settings& remembered) {
  if (!options.profile || !remembered.profile) return;
  const auto load = [](const std::string& name) {
    return profiles::find(name, profiles::folders()).and_then([](const fs::path& path) {
      return profiles::load(path, today());
    });
  };
  const auto before = load(*remembered.profile);
  const auto now = load(*options.profile);
  if (!before || !now) return;  // a bad one is told where it is ridden
  const std::string rises = ui::rise_words(before->prescription, now->prescription);
  if (!rises.empty()) {
    say_on_stderr(fmt::format("{} allows more than {}, which was chosen last: {}.",
                              *options.profile, *remembered.profile, rises));
  }
}

Result<Prescription> shortened(const Prescription& prescription, std::chrono::seconds wanted) {
  const auto whole = prescription.warm_up + prescription.ride + prescription.cool_down;
  if (wanted < std::chrono::seconds{1}) return wrong_usage("--seconds: at least 1 is needed.");
  if (wanted > whole) {
    return wrong_usage(fmt::format(
        "--seconds {} is longer than the {} s that are prescribed: a rider may shorten a ride, not "
        "lengthen it.",
        wanted.count(), whole.count()));
  }
  Prescription shorter = prescription;
  shorter.warm_up = prescription.warm_up * wanted.count() / whole.count();
  shorter.cool_down = prescription.cool_down * wanted.count() / whole.count();
  shorter.ride = wanted - shorter.warm_up - shorter.cool_down;
  return shorter;
}

Result<RideRequest> request_of(const RideOptions& options, const ui::Settings& settings) {
  const auto path = profiles::find(options.profile.value_or("acute-1"), profiles::folders());
  if (!path) return tl::unexpected(path.error());
  auto profile = profiles::load(*path, today());
  if (!profile) return tl::unexpected(profile.error());
  if (options.seconds) {
    const auto shorter = shortened(profile->prescription, std::chrono::seconds{*options.seconds});
    if (!shorter) return tl::unexpected(shorter.error());
    profile->prescription = *shorter;
  }
  RideRequest request{.title = profiles::printable(profile->name),
                      .description = profiles::describe(*profile),
                      .profile_text = profile->text,
                      .sessions_per_week = profile->sessions_per_week,
                      .between = profile->hours_between,
                      .prescription = profile->prescription,
                      .settings = settings};
  request.json = options.json;
  choose_stick(options.stick.value_or("auto"), request);
  if (const auto chosen = choose_simulation(options, request); !chosen) {
    return tl::unexpected(chosen.error());
  }
  if (const auto chosen = choose_journal(options, request); !chosen) {
    return tl::unexpected(chosen.error());
  }
  if (options.finds_floor) {
    request.finds_floor = true;
    request.prescription = floor_finding(request.prescription);
    request.description = guidance(request.prescription);
    if (options.floor_out) request.floor_out = *options.floor_out;
  }
  request.trainer = options.trainer;
  if (!request.trainer && !request.simulated) request.trainer = last_trainer();
  return request;
}

}  // namespace softpedal::commands
