// SPDX-License-Identifier: MIT
#include "drivers/sim/faults.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace softpedal::sim {

namespace {

using Kind = FaultKind;
constexpr std::optional<Duration> to_the_end{};
constexpr std::optional<Duration> once{std::chrono::milliseconds{500}};
constexpr std::optional<Duration> five_seconds{std::chrono::seconds{5}};

constexpr std::array menu{
    FaultRow{Kind::BrakeStuck, "brake_stuck", "", 0, 0, 0, to_the_end,
             "the brake stays where it is and the trainer goes on confirming commands"},
    FaultRow{Kind::BrakeFades, "brake_fades", "per cent lost in 15 minutes", 20, 0, 100, to_the_end,
             "the brake loses force as it gets warm"},
    FaultRow{Kind::PowerDrift, "power_drift", "watts in 10 minutes", 5, -100, 100, to_the_end,
             "the power that is reported drifts away from the true one"},
    FaultRow{Kind::WarmsUp, "warms_up", "per cent lost once warm", 20, 0, 100, to_the_end,
             "tyre and roller run easier after some minutes of riding"},
    FaultRow{Kind::NoBasic, "no_basic", "", 0, 0, 0, to_the_end,
             "no basic resistance: page 54 says so, page 48 is not supported"},
    FaultRow{Kind::PowerOnly, "power_only", "", 0, 0, 0, to_the_end,
             "the trainer can do target power and nothing else"},
    FaultRow{Kind::TrackOnly, "track_only", "", 0, 0, 0, to_the_end,
             "the trainer can do simulation (pages 50 and 51) and nothing else"},
    FaultRow{Kind::WindOnly, "wind_only", "", 0, 0, 0, to_the_end,
             "pages 48 and 51 are rejected; the wind page 50 passes and changes no load"},
    FaultRow{Kind::AbilitiesGone, "abilities_gone", "", 0, 0, 0, to_the_end,
             "page 54 comes unasked and says target power only; commands are obeyed as ever"},
    FaultRow{Kind::StatusFailed, "status_failed", "", 0, 0, 0, to_the_end,
             "commands change nothing and page 71 says failed"},
    FaultRow{Kind::StatusRejected, "status_rejected", "", 0, 0, 0, to_the_end,
             "commands change nothing and page 71 says rejected"},
    FaultRow{Kind::StatusUnsupported, "status_unsupported", "", 0, 0, 0, to_the_end,
             "commands change nothing and page 71 says not supported"},
    FaultRow{Kind::StatusPending, "status_pending", "", 0, 0, 0, to_the_end,
             "commands are obeyed but page 71 says pending for ever"},
    FaultRow{Kind::Mute54, "mute_54", "", 0, 0, 0, to_the_end, "page 54 is never sent"},
    FaultRow{Kind::Mute71, "mute_71", "", 0, 0, 0, to_the_end, "page 71 is never sent"},
    FaultRow{Kind::Frozen, "frozen", "", 0, 0, 0, five_seconds,
             "page 25 repeats itself: its event count stands still"},
    FaultRow{Kind::FrozenValue, "frozen_value", "", 0, 0, 0, five_seconds,
             "page 25's event count moves but cadence and power are old"},
    FaultRow{Kind::CadenceMissing, "cadence_missing", "", 0, 0, 0, to_the_end,
             "cadence is not known (0xFF)"},
    FaultRow{Kind::PowerMissing, "power_missing", "", 0, 0, 0, to_the_end,
             "power is not known (0xFFF)"},
    FaultRow{Kind::CadenceZeros, "cadence_zeros", "per cent of the values", 15, 0, 100, to_the_end,
             "single cadence values are 0 though the cranks turn"},
    FaultRow{Kind::CadenceSticks, "cadence_sticks", "", 0, 0, 0, to_the_end,
             "the last cadence is sent on after the rider stopped"},
    FaultRow{Kind::PowerSpike, "power_spike", "watts", 400, 0, 4093, once,
             "power values far above the true ones"},
    FaultRow{Kind::CalibrationNeeded, "calibration_needed", "", 0, 0, 0, to_the_end,
             "all three status bits of page 25 are set"},
    FaultRow{Kind::ForgetsUser, "forgets_user", "", 0, 0, 0, once,
             "asks for its user configuration again and rejects commands until page 55 comes"},
    FaultRow{Kind::Loaded, "loaded", "per cent", 20, 0, 100, to_the_end,
             "the trainer still holds the load of an earlier program"},
    FaultRow{Kind::SecondController, "second_controller", "per cent", 40, 0, 100, five_seconds,
             "another program in the room sends page 48 every 2 s"},
    FaultRow{Kind::SecondControllerBusy, "second_controller_busy", "per cent", 25, 0, 100,
             five_seconds, "another program in the room sends page 48 in every slot"},
    FaultRow{Kind::SensorSilence, "sensor_silence", "device type, 0 for all", 0, 0, 127, to_the_end,
             "a sensor beside the trainer is not heard"},
    FaultRow{Kind::SensorBatteryLow, "sensor_battery_low", "device type, 0 for all", 0, 0, 127,
             to_the_end, "a sensor says that its battery is low"},
    FaultRow{Kind::StrapLoose, "strap_loose", "", 0, 0, 0, to_the_end,
             "the strap has no skin to feel a heart by: rate 0, no beats"},
    FaultRow{Kind::Loss, "loss", "per cent", 10, 0, 100, to_the_end,
             "broadcasts and confirmations that are lost, each by itself"},
    FaultRow{Kind::Bursts, "bursts", "seconds", 1.5, 0, 60, to_the_end,
             "nothing is heard for about so long, about every 20 s"},
    FaultRow{Kind::AckLoss, "ack_loss", "per cent", 50, 0, 100, to_the_end,
             "the trainer gets the page but its confirmation is lost: event 6"},
    FaultRow{Kind::Silence, "silence", "", 0, 0, 0, five_seconds,
             "the trainer is neither heard nor reached"},
    FaultRow{Kind::TwoTrainers, "two_trainers", "", 0, 0, 0, to_the_end,
             "a neighbour's trainer is in the room (from the beginning)"},
    FaultRow{Kind::SearchTimeout, "search_timeout", "", 0, 0, 0, once,
             "the channel gives up: events 8, 1 and 7"},
    FaultRow{Kind::Collision, "collision", "per cent", 10, 0, 100, to_the_end,
             "broadcasts lost to event 9"},
    FaultRow{Kind::Unplug, "unplug", "", 0, 0, 0, five_seconds,
             "the stick is pulled out, and comes back without its settings"},
    FaultRow{Kind::StartUp, "startup", "", 0, 0, 0, once,
             "the stick restarts unasked: all settings are gone"},
    FaultRow{Kind::Overflow, "overflow", "", 0, 0, 0, once, "event 52: messages to the host lost"},
    FaultRow{Kind::EventOverflow, "event_overflow", "", 0, 0, 0, once, "event 53: events lost"},
    FaultRow{Kind::TransferStuck, "transfer_stuck", "", 0, 0, 0, to_the_end,
             "an acknowledged transfer never ends: code 31 until the channel is closed"},
    FaultRow{Kind::StickSilent, "stick_silent", "", 0, 0, 0, to_the_end,
             "the stick takes bytes and says nothing"},
    FaultRow{Kind::NeedsPadding, "needs_padding", "", 0, 0, 0, to_the_end,
             "a reset without zeros after it is answered with 0xAE"},
    FaultRow{Kind::Capabilities8, "capabilities_8", "", 0, 0, 0, to_the_end,
             "the longer form of the capabilities, with 8 networks"},
    FaultRow{Kind::NoExtended, "no_extended", "", 0, 0, 0, to_the_end,
             "no extended data, no extended assignment and no scan"},
    FaultRow{Kind::OldData, "old_data", "", 0, 0, 0, to_the_end,
             "messages of an earlier session and event 52 wait in the stick"},
    FaultRow{Kind::Garbage, "garbage", "per cent of the messages", 10, 0, 100, to_the_end,
             "noise, padding and damaged frames between the messages"},
    FaultRow{Kind::Split, "split", "", 0, 0, 0, to_the_end,
             "messages arrive cut and glued at random"},
};

Fault wrong(std::string_view text, std::string why) {
  return {FaultCode::WrongUsage, "fault \"" + std::string{text} + "\": " + std::move(why)};
}

std::string without_tail_zeros(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::optional<double> number_in(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

// A day is longer than any ride, and far from where a Duration ends.
std::optional<Duration> seconds_in(std::string_view text) {
  const auto value = number_in(text);
  if (!value || *value < 0.0 || *value > 86'400.0) return std::nullopt;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*value));
}

}  // namespace

std::span<const FaultRow> fault_menu() { return menu; }

const FaultRow& row_of(FaultKind kind) { return *std::ranges::find(menu, kind, &FaultRow::kind); }

Result<PlannedFault> parse_fault(std::string_view text) {
  const auto at = text.find('@');
  const std::string_view head = text.substr(0, at);
  const auto equals = head.find('=');
  const auto* const row = std::ranges::find(menu, head.substr(0, equals), &FaultRow::name);
  if (row == menu.end()) {
    std::string known;
    for (const FaultRow& each : menu) {
      known += known.empty() ? "" : ", ";
      known += each.name;
    }
    return tl::unexpected(wrong(text, "no such fault; known are " + known));
  }
  PlannedFault fault{.kind = row->kind, .value = row->usual_value};
  if (equals != std::string_view::npos) {
    if (row->value_means.empty()) return tl::unexpected(wrong(text, "it takes no value"));
    const auto value = number_in(head.substr(equals + 1));
    if (!value || *value < row->least || *value > row->most) {
      return tl::unexpected(wrong(text, "its value is " + std::string{row->value_means} + ", " +
                                            without_tail_zeros(row->least) + " to " +
                                            without_tail_zeros(row->most)));
    }
    fault.value = *value;
  }
  std::optional<Duration> length = row->usual_length;
  if (at != std::string_view::npos) {
    const std::string_view when = text.substr(at + 1);
    const auto plus = when.find('+');
    const auto from = seconds_in(when.substr(0, plus));
    if (!from) return tl::unexpected(wrong(text, "after @ come seconds since the beginning"));
    fault.from = *from;
    if (plus != std::string_view::npos) {
      length = seconds_in(when.substr(plus + 1));
      if (!length) return tl::unexpected(wrong(text, "after + come the seconds that it lasts"));
    }
  }
  if (length) fault.until = fault.from + *length;
  return fault;
}

}  // namespace softpedal::sim
