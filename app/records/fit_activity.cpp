// SPDX-License-Identifier: MIT
// The order is the one that all readers take: what it is and who wrote it, what happened with the
// time ascending, and the sums last (evidence.md F). One lap: what splits a ride into its phases is
// known to disturb some importers, and the phases stand in the CSV.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "app/records/activity.hpp"
#include "app/records/fit_fields.hpp"
#include "app/records/fit_file.hpp"
#include "app/records/trace.hpp"

namespace softpedal::records {
namespace {

using namespace fit;
using std::chrono::sys_seconds;

// Values of enumerations of the protocol.
constexpr std::uint8_t activity_file = 4;
constexpr std::uint8_t timer_event = 0, session_event = 8, lap_event = 9, activity_event = 26;
constexpr std::uint8_t start = 0, stop = 1, stop_all = 4;
constexpr std::uint8_t cycling = 2, indoor_cycling = 6;
constexpr std::uint8_t active = 0, at_session_end = 7, at_activity_end = 0, by_hand = 0;
constexpr std::uint8_t creator = 0, trainer = 1;  // indices of devices
constexpr std::uint8_t fitness_equipment = 17, over_antplus = 1, here = 5;

constexpr std::uint16_t development = 255;  // the maker of whoever has no number of their own
constexpr std::uint16_t our_product = 1;
constexpr std::uint32_t our_serial = 1;  // none: files are told apart by when they began

std::string_view product_name(const RideSummary& ride) {
  return ride.simulated ? "softpedal SIMULATED" : "softpedal";
}

// "softpedal 0.1.0" and "1.203": the first number with a point in it, as the protocol has versions.
std::optional<double> version_in(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
  double version = 0.0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), version, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  return version;
}

// 0 where the trainer did not say.
std::optional<double> said(std::uint32_t number) {
  if (number == 0) return std::nullopt;
  return number;
}

// A clock from before the protocol, or from after what it can count, was wrong anyway: such a ride
// stays whole and begins with the first or the last possible time.
sys_seconds possible(sys_seconds began) {
  constexpr std::chrono::seconds most{0xF0000000};
  return std::clamp(began, first_time, first_time + most);
}

class Activity {
 public:
  Activity(const KeptRide& ride, bool health)
      : ride_{ride.summary},
        trace_{trace_of(ride)},
        began_{possible(ride_.began)},
        health_{health} {}

  [[nodiscard]] Bytes written() && {
    head();
    timer(start, began_);
    points();
    timer(stop_all, end());
    sums();
    return std::move(file_).finish();
  }

 private:
  [[nodiscard]] sys_seconds end() const {
    return began_ + std::chrono::floor<std::chrono::seconds>(trace_.elapsed);
  }

  void head() {
    const auto software = version_in(ride_.software);
    file_.write(Message{file_id::message}
                    .put(file_id::type, activity_file)
                    .put(file_id::manufacturer, development)
                    .put(file_id::product, our_product)
                    .put(file_id::serial_number, our_serial)
                    .put(file_id::time_created, began_)
                    .put(file_id::product_name, product_name(ride_)));
    file_.write(Message{file_creator::message}.put(file_creator::software_version, software));
    file_.write(Message{device_info::message}
                    .put(timestamp, began_)
                    .put(device_info::device_index, creator)
                    .put(device_info::manufacturer, development)
                    .put(device_info::product, our_product)
                    .put(device_info::serial_number, our_serial)
                    .put(device_info::software_version, software)
                    .put(device_info::source_type, here)
                    .put(device_info::product_name, product_name(ride_)));
    const KeptTrainer& from = ride_.trainer;
    if (from != KeptTrainer{}) {
      // Of the 20 bits of an ANT+ device number the field holds the lower 16.
      file_.write(Message{device_info::message}
                      .put(timestamp, began_)
                      .put(device_info::device_index, trainer)
                      .put(device_info::device_type, fitness_equipment)
                      .put(device_info::manufacturer, said(from.manufacturer))
                      .put(device_info::product, said(from.model))
                      .put(device_info::serial_number, from.serial)
                      .put(device_info::software_version, version_in(from.software))
                      .put(device_info::ant_device_number, from.number & 0xFFFFU)
                      .put(device_info::source_type, over_antplus));
    }
    file_.describe(static_cast<std::uint32_t>(std::lround(software.value_or(0.0) * 100.0)),
                   std::span{own::all}.first(health_ ? own::all.size() : own::of_everybody));
  }

  void timer(std::uint8_t type, sys_seconds when) {
    file_.write(Message{event::message}
                    .put(timestamp, when)
                    .put(event::event, timer_event)
                    .put(event::event_type, type));
  }

  void points() {
    bool runs = true;
    for (const Point& point : trace_.points) {
      if (point.timed != runs) timer(point.timed ? start : stop, began_ + point.at);
      runs = point.timed;
      if (runs) record(point);
    }
  }

  void record(const Point& point) {
    const Second& second = *point.second;
    file_.write(Message{record::message}
                    .put(timestamp, began_ + point.at)
                    .put(record::heart_rate, second.heart_rate)
                    .put(record::cadence, second.cadence)
                    .put(record::distance, point.distance)
                    .put(record::speed, second.speed)
                    .put(record::power, second.power)
                    .put(record::resistance, second.resistance)
                    .put(record::total_cycles, std::floor(point.revolutions))
                    .put(record::accumulated_power, point.work)
                    .put(own::crank_torque, second.torque_mean)
                    .put(own::torque_cap, told_cap(second))
                    .put(own::resistance, second.resistance)
                    .put(own::pain, point.pain));
  }

  Message sum(const SummaryFields& fields, std::uint8_t which) const {
    return Message{fields.message}
        .put(timestamp, end())
        .put(message_index, 0.0)
        .put(fields.event, which)
        .put(fields.event_type, stop)
        .put(fields.start_time, began_)
        .put(fields.sport, cycling)
        .put(fields.sub_sport, indoor_cycling)
        .put(fields.total_elapsed_time, trace_.elapsed)
        .put(fields.total_timer_time, trace_.timer)
        .put(fields.total_distance, trace_.distance)
        .put(fields.total_cycles, std::floor(trace_.revolutions))
        .put(fields.total_work, trace_.work)
        .put(fields.avg_speed, trace_.speed_mean)
        .put(fields.max_speed, trace_.speed_most)
        .put(fields.avg_heart_rate, trace_.heart_rate_mean)
        .put(fields.max_heart_rate, trace_.heart_rate_most)
        .put(fields.avg_cadence, ride_.cadence_mean)
        .put(fields.max_cadence, trace_.cadence_most)
        .put(fields.avg_power, ride_.power_mean)
        .put(fields.max_power, trace_.power_most);
  }

  void sums() {
    file_.write(
        sum(lap, lap_event).put(of_lap::intensity, active).put(of_lap::trigger, at_session_end));
    file_.write(sum(session, session_event)
                    .put(of_session::first_lap_index, 0.0)
                    .put(of_session::num_laps, 1.0)
                    .put(of_session::trigger, at_activity_end)
                    .put(own::pain_before, ride_.pain_before)
                    .put(own::pain_peak, ride_.pain_peak)
                    .put(own::pain_after, ride_.pain_after)
                    .put(own::profile, ride_.title)
                    .put(own::profile_hash, ride_.profile_hash));
    file_.write(Message{activity::message}
                    .put(timestamp, end())
                    .put(activity::total_timer_time, trace_.timer)
                    .put(activity::num_sessions, 1.0)
                    .put(activity::type, by_hand)
                    .put(activity::event, activity_event)
                    .put(activity::event_type, stop)
                    .put(activity::local_timestamp, end() + ride_.utc_offset));
  }

  const RideSummary& ride_;
  Trace trace_;
  sys_seconds began_;
  bool health_;
  File file_{};
};

}  // namespace

std::vector<std::uint8_t> fit_activity(const KeptRide& ride, bool health) {
  return Activity{ride, health}.written();
}

}  // namespace softpedal::records
