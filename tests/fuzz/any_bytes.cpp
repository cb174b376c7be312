// SPDX-License-Identifier: MIT
#include "tests/fuzz/any_bytes.hpp"

#include <cstdlib>

#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/background.hpp"
#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/antplus/heart_rate.hpp"
#include "drivers/antplus/power.hpp"
#include "drivers/antplus/speed_cadence.hpp"

namespace softpedal::test {
namespace {

void must_hold(bool promise) {
  if (!promise) std::abort();
}

void read_page(const antplus::Payload& page) {
  const auto inside = [](const auto& value, double least, double most) {
    must_hold(!value || (value->count() >= least && value->count() <= most));
  };
  if (const auto data = fec::read_trainer_data(page)) {
    inside(data->cadence, 0.0, 254.0);
    inside(data->power, 0.0, 4094.0);
    must_hold(fec::read_trainer_data(fec::encode(*data)) == data);
  }
  if (const auto general = fec::read_general(page)) {
    inside(general->data.speed, 0.0, 65.534);
    inside(general->data.heart_rate, 1.0, 254.0);
  }
  if (const auto status = fec::read_command_report(page)) {
    const auto echo = fec::command_status(*status).echo;
    must_hold(!echo || !echo->resistance ||
              (*echo->resistance > Percent{0.0} && *echo->resistance <= Percent{100.0}));
  }
  if (const auto abilities = fec::read_abilities(page)) inside(abilities->max_force, 0.0, 65534.0);
  inside(fec::read_basic_resistance(page), 0.0, 100.0);
  (void)fec::read_settings(page);
  (void)fec::read_metabolic(page);
  (void)fec::read_stationary_bike(page);
  (void)fec::read_wheel_torque(page);
  (void)fec::read_target_power(page);
  (void)fec::read_wind_resistance(page);
  (void)fec::read_track_resistance(page);
  (void)fec::read_user_configuration(page);
  (void)fec::read_calibration(page);
  (void)fec::read_calibration_progress(page);
  (void)antplus::read_page_request(page);
  (void)antplus::read_maker(page);
  if (const auto product = antplus::read_product(page)) (void)antplus::software_version(*product);
  (void)antplus::read_battery(page);
  inside(antplus::read_heart_beat(page).rate, 1.0, 254.0);
  (void)antplus::beat_interval(page);
  (void)antplus::read_meter_power(page);
  (void)antplus::read_meter_torque(page);
  (void)antplus::read_crank_frequency(page);
  (void)antplus::read_combined_rotation(page);
  (void)antplus::read_pedal_smoothness(page);
  (void)antplus::read_zero_offset(page);
  (void)antplus::read_small_battery(page);
}

}  // namespace

std::size_t read_any_bytes(std::span<const std::uint8_t> bytes) {
  ant::Parser parser;
  Instant now{};
  std::size_t messages = 0, framed = 0;
  const auto read = [&](const ant::Message& message) {
    ++messages;
    framed += message.size + ant::frame_overhead;
    must_hold(message.size >= 1 && message.size <= ant::max_data);
    (void)ant::read_response(message);
    (void)ant::read_start_up(message);
    (void)ant::read_capabilities(message);
    (void)ant::read_channel_id(message);
    (void)ant::read_channel_status(message);
    (void)ant::read_serial_error(message);
    (void)ant::read_version(message);
    if (const auto data = ant::read_data(message)) read_page(data->page);
  };
  // The first byte of each piece says how long it is and how long the line pauses before it.
  for (auto rest = bytes; !rest.empty();) {
    const std::size_t size = std::min<std::size_t>(rest.size(), 1 + rest[0] % 97);
    now += std::chrono::milliseconds{rest[0] % 64};
    parser.push(rest.first(size), now, read);
    rest = rest.subspan(size);
  }
  parser.expire(now + ant::Parser::patience, read);
  must_hold(!parser.deadline());
  const auto& counters = parser.counters();
  must_hold(framed + counters.dropped + counters.padding == bytes.size());
  must_hold(messages == counters.messages);
  return messages;
}

}  // namespace softpedal::test
