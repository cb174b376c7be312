// SPDX-License-Identifier: MIT
// The 68 worked frames of ant-fec.md section 8: each is built where we (or the virtual stick) send
// such a frame, and read where we receive it, and its meaning is compared with the table's.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/antplus/heart_rate.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/antplus/power.hpp"
#include "drivers/antplus/speed_cadence.hpp"

namespace softpedal {
namespace {

using namespace ant;
using antplus::Payload;

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += digits[byte >> 4];
    text += digits[byte & 0xF];
  }
  return text;
}
std::string hex(const Frame& frame) { return hex(frame.bytes()); }

std::vector<std::uint8_t> bytes_of(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 3) {
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoi(std::string{text.substr(at, 2)}, nullptr, 16)));
  }
  return bytes;
}

// Through the real parser: a wrong check byte gives no message.
Message parsed(std::string_view text) {
  Parser parser;
  std::vector<Message> got;
  parser.push(bytes_of(text), Instant{}, [&](const Message& m) { got.push_back(m); });
  EXPECT_EQ(got.size(), 1u) << text;
  return got.empty() ? Message{} : got.front();
}

Data data_in(std::string_view text) {
  const auto data = read_data(parsed(text));
  EXPECT_TRUE(data) << text;
  return data.value_or(Data{});
}

Payload page_in(std::string_view text) { return data_in(text).page; }

// A page that a builder makes must come out as the very frame.
std::string broadcast_of(const Payload& page, std::uint8_t channel = 0) {
  return hex(broadcast(channel, page));
}
std::string acknowledged_of(const Payload& page) { return hex(acknowledged(0, page)); }

constexpr ChannelId tacx{.device = 0x3BA0, .type = 17, .transmission = 5};
constexpr ChannelId wattbike_power{.device = 19052, .type = 11, .transmission = 5};
constexpr ChannelId wattbike_cadence{.device = 19052, .type = 121, .transmission = 1};

TEST(WorkedFrames, Frame01ResetSystem) { EXPECT_EQ(hex(reset()), "A4 01 4A 00 EF"); }

TEST(WorkedFrames, Frame02StartUpByCommand) {
  constexpr std::string_view frame = "A4 01 6F 20 EA";
  EXPECT_EQ(read_start_up(parsed(frame)), (StartUp{.reason = StartUp::command}));
  EXPECT_EQ(hex(start_up({.reason = StartUp::command})), frame);
}

TEST(WorkedFrames, Frame03RequestCapabilities) {
  EXPECT_EQ(hex(request(0, MessageId::Capabilities)), "A4 02 4D 00 54 BF");
}

TEST(WorkedFrames, Frame04CapabilitiesInSixBytes) {
  constexpr std::string_view frame = "A4 06 54 08 03 00 BA 36 00 71";
  const Capabilities expected{.channels = 8, .networks = 3, .advanced = 0xBA, .advanced2 = 0x36};
  const auto can = read_capabilities(parsed(frame));
  EXPECT_EQ(can, expected);
  EXPECT_TRUE(can->extended_messages());
  EXPECT_TRUE(can->scan());
  EXPECT_TRUE(can->low_priority_search());
  EXPECT_EQ(hex(capabilities(expected)), frame);
}

TEST(WorkedFrames, Frame05CapabilitiesInEightBytes) {
  constexpr std::string_view frame = "A4 08 54 08 08 00 BA 36 00 DF 7E D5";
  const Capabilities expected{.channels = 8,
                              .networks = 8,
                              .advanced = 0xBA,
                              .advanced2 = 0x36,
                              .advanced3 = std::uint8_t{0xDF},
                              .advanced4 = 0x7E};
  EXPECT_EQ(read_capabilities(parsed(frame)), expected);
  EXPECT_EQ(hex(capabilities(expected)), frame);
}

TEST(WorkedFrames, Frame06Version) {
  constexpr std::string_view frame = "A4 0B 3E 41 4A 4B 31 2E 30 34 52 41 46 00 9F";
  EXPECT_EQ(read_version(parsed(frame)), "AJK1.04RAF");
  EXPECT_EQ(hex(version("AJK1.04RAF")), frame);
}

TEST(WorkedFrames, Frame07SetNetworkKey) {
  const Frame frame = set_network_key(0, antplus::network_key);
  EXPECT_EQ(frame.id(), MessageId::NetworkKey);
  EXPECT_EQ(frame.bytes().size(), 13u);
  EXPECT_EQ(frame.bytes()[3], 0x00) << "network 0";
  EXPECT_EQ(frame.bytes().back(), 0x64) << "the check byte proves the key, which stands elsewhere";
}

TEST(WorkedFrames, Frame08CommandAccepted) {
  constexpr std::string_view frame = "A4 03 40 00 46 00 A1";
  const Response expected{.channel = 0, .to = MessageId::NetworkKey, .code = Code::NoError};
  EXPECT_EQ(read_response(parsed(frame)), expected);
  EXPECT_FALSE(expected.event());
  EXPECT_EQ(hex(response(0, MessageId::NetworkKey, Code::NoError)), frame);
}

TEST(WorkedFrames, Frame09AssignSlave) {
  EXPECT_EQ(hex(assign(0, ChannelType::Slave, 0)), "A4 03 42 00 00 00 E5");
}

TEST(WorkedFrames, Frame10ChannelIdOfAnyTrainer) {
  EXPECT_EQ(hex(channel_id(0, {.type = antplus::profile::fitness_equipment.device_type})),
            "A4 05 51 00 00 00 11 00 E1");
}

TEST(WorkedFrames, Frame11ChannelIdOfOneTrainer) {
  EXPECT_EQ(hex(channel_id(1, {.device = 15264, .type = 17})), "A4 05 51 01 A0 3B 11 00 7B");
}

TEST(WorkedFrames, Frame12Period) {
  EXPECT_EQ(hex(set_period(0, antplus::profile::fitness_equipment.period)), "A4 03 43 00 00 20 C4");
}

TEST(WorkedFrames, Frame13Frequency) {
  EXPECT_EQ(hex(set_frequency(0, antplus::frequency)), "A4 02 45 00 39 DA");
}

TEST(WorkedFrames, Frame14LowPrioritySearchForEver) {
  EXPECT_EQ(hex(set_low_priority_search(0, search_timeout::forever)), "A4 02 63 00 FF 3A");
}

TEST(WorkedFrames, Frame15HighPrioritySearchOff) {
  EXPECT_EQ(hex(set_high_priority_search(0, search_timeout::none)), "A4 02 44 00 00 E2");
}

TEST(WorkedFrames, Frame16LibraryConfig) {
  EXPECT_EQ(hex(configure_library(library_config::all)), "A4 02 6E 00 E0 28");
}

TEST(WorkedFrames, Frame17Open) { EXPECT_EQ(hex(open(0)), "A4 01 4B 00 EE"); }

void expect_event(std::string_view frame, std::uint8_t channel, Code code) {
  const auto got = read_response(parsed(frame));
  EXPECT_EQ(got, (Response{.channel = channel, .to = MessageId::Event, .code = code}));
  EXPECT_TRUE(got && got->event());
  EXPECT_EQ(hex(event(channel, code)), frame);
}

TEST(WorkedFrames, Frame18SearchTimedOut) {
  expect_event("A4 03 40 00 01 01 E7", 0, Code::SearchTimeout);
}
TEST(WorkedFrames, Frame19ChannelClosed) {
  expect_event("A4 03 40 00 01 07 E1", 0, Code::ChannelClosed);
}
TEST(WorkedFrames, Frame20MessageMissed) { expect_event("A4 03 40 01 01 02 E5", 1, Code::RxFail); }
TEST(WorkedFrames, Frame21WentToSearch) {
  expect_event("A4 03 40 01 01 08 EF", 1, Code::RxFailGoToSearch);
}

TEST(WorkedFrames, Frame22RequestChannelId) {
  EXPECT_EQ(hex(request(0, MessageId::ChannelId)), "A4 02 4D 00 51 BA");
}

TEST(WorkedFrames, Frame23ChannelIdAnswer) {
  constexpr std::string_view frame = "A4 05 51 00 A0 3B 11 05 7F";
  EXPECT_EQ(read_channel_id(parsed(frame)), (ChannelIdOf{.channel = 0, .id = tacx}));
  EXPECT_EQ(tacx.number(), 15264u);
  EXPECT_EQ(hex(channel_id(0, tacx)), frame);
}

TEST(WorkedFrames, Frame24ChannelStatus) {
  constexpr std::string_view frame = "A4 02 52 00 03 F7";
  const ChannelStatus expected{
      .channel = 0, .state = ChannelState::Tracking, .network = 0, .type = ChannelType::Slave};
  EXPECT_EQ(read_channel_status(parsed(frame)), expected);
  EXPECT_EQ(hex(channel_status(expected)), frame);
}

TEST(WorkedFrames, Frame25TrainerDataAtRestExtended) {
  constexpr std::string_view frame =
      "A4 14 4E 01 19 37 00 74 F6 00 40 20 E0 A0 3B 11 05 10 00 68 00 64 1B 5B";
  const Data data = data_in(frame);
  EXPECT_EQ(data.kind, DataKind::Broadcast);
  EXPECT_EQ(data.channel, 1);
  EXPECT_EQ(data.extended.id, tacx);
  ASSERT_TRUE(data.extended.rssi);
  EXPECT_EQ(data.extended.rssi->gain_register, 0x0068);
  EXPECT_FALSE(data.extended.rssi->strength);
  EXPECT_EQ(data.extended.receive_time, 0x1B64);
  const TrainerData expected{.event_count = 55,
                             .cadence = Rpm{0},
                             .power = Watts{0},
                             .accumulated_watts = 63092,
                             .state = FeState::Ready,
                             .user_configuration_needed = true};
  EXPECT_EQ(fec::read_trainer_data(data.page), expected);
  EXPECT_EQ(fec::encode(expected), data.page);
  EXPECT_EQ(hex(received(data)), frame);
}

TEST(WorkedFrames, Frame26GeneralDataStartingExtended) {
  constexpr std::string_view frame =
      "A4 14 4E 01 10 19 DB A8 F9 01 FF 34 E0 A0 3B 11 05 10 00 68 00 61 3B FB";
  const Data data = data_in(frame);
  const fec::General expected{.data = {.speed = MetresPerSecond{0.505},
                                       .heart_rate = std::nullopt,
                                       .state = FeState::InUse},
                              .equipment = 25,
                              .elapsed_quarters = 219,
                              .distance_metres = std::uint8_t{168}};
  EXPECT_EQ(fec::read_general(data.page), expected);
  EXPECT_EQ(fec::encode(expected), data.page);
  EXPECT_EQ(hex(received(data)), frame);
}

TEST(WorkedFrames, Frame27GeneralDataWithHeartRateAndLap) {
  constexpr std::string_view frame = "A4 09 4E 00 10 19 40 0A B4 15 78 B5 CC";
  const auto general = fec::read_general(page_in(frame));
  ASSERT_TRUE(general);
  ASSERT_TRUE(general->data.speed);
  EXPECT_NEAR(general->data.speed->count(), 5.556, 1e-9);
  EXPECT_EQ(general->data.heart_rate, Bpm{120});
  EXPECT_EQ(general->heart_rate_source, fec::HeartRateSource::AntPlus);
  EXPECT_EQ(general->elapsed_quarters, 64);
  EXPECT_EQ(general->distance_metres, 10);
  EXPECT_EQ(general->data.state, FeState::InUse);
  EXPECT_TRUE(general->lap);
  EXPECT_EQ(broadcast_of(fec::encode(*general)), frame);
}

TEST(WorkedFrames, Frame28GeneralSettings) {
  constexpr std::string_view frame = "A4 09 4E 00 11 FF FF D1 CE FF 14 30 36";
  const auto settings = fec::read_settings(page_in(frame));
  ASSERT_TRUE(settings && settings->cycle_length && settings->incline);
  EXPECT_NEAR(settings->cycle_length->count(), 2.09, 1e-9);
  EXPECT_NEAR(settings->incline->count(), -0.50, 1e-9);
  EXPECT_EQ(settings->resistance, Percent{10});
  EXPECT_EQ(settings->state, FeState::InUse);
  EXPECT_EQ(broadcast_of(fec::encode(*settings)), frame);
}

TEST(WorkedFrames, Frame29Metabolic) {
  const auto metabolic = fec::read_metabolic(page_in("A4 09 4E 00 12 FF 5E 01 66 08 2A 31 24"));
  ASSERT_TRUE(metabolic && metabolic->mets && metabolic->burn_rate);
  EXPECT_NEAR(metabolic->mets->count(), 3.50, 1e-9);
  EXPECT_NEAR(metabolic->burn_rate->count(), 215.0, 1e-9);
  EXPECT_EQ(metabolic->kilocalories, 42);
  EXPECT_EQ(metabolic->state, FeState::InUse);
}

TEST(WorkedFrames, Frame30StationaryBike) {
  EXPECT_EQ(fec::read_stationary_bike(page_in("A4 09 4E 00 15 FF FF FF 3C 2D 00 30 28")),
            (fec::StationaryBike{.cadence = Rpm{60}, .power = Watts{45}, .state = FeState::InUse}));
}

TEST(WorkedFrames, Frame31TrainerDataInUse) {
  constexpr std::string_view frame = "A4 09 4E 00 19 01 32 28 00 28 00 30 F9";
  const TrainerData expected{.event_count = 1,
                             .cadence = Rpm{50},
                             .power = Watts{40},
                             .accumulated_watts = 40,
                             .state = FeState::InUse};
  EXPECT_EQ(fec::read_trainer_data(page_in(frame)), expected);
  EXPECT_EQ(broadcast_of(fec::encode(expected)), frame);
}

TEST(WorkedFrames, Frame32TrainerDataWithNothingKnown) {
  constexpr std::string_view frame = "A4 09 4E 00 19 02 FF FF FF FF 7F 23 A4";
  const TrainerData expected{.event_count = 2,
                             .cadence = std::nullopt,
                             .power = std::nullopt,
                             .accumulated_watts = 0xFFFF,
                             .state = FeState::Ready,
                             .power_calibration_needed = true,
                             .resistance_calibration_needed = true,
                             .user_configuration_needed = true,
                             .target_flag = 3};
  EXPECT_EQ(fec::read_trainer_data(page_in(frame)), expected);
  EXPECT_EQ(broadcast_of(fec::encode(expected)), frame);
}

TEST(WorkedFrames, Frame33TrainerDataBeforeTheRollOver) {
  constexpr std::string_view frame = "A4 09 4E 00 19 FF 2D FA FF 2C 01 31 31";
  const TrainerData expected{.event_count = 255,
                             .cadence = Rpm{45},
                             .power = Watts{300},
                             .accumulated_watts = 65530,
                             .state = FeState::InUse,
                             .target_flag = 1};
  EXPECT_EQ(fec::read_trainer_data(page_in(frame)), expected);
  EXPECT_EQ(broadcast_of(fec::encode(expected)), frame);
  const TrainerData next{.event_count = 0,
                         .cadence = Rpm{45},
                         .power = Watts{300},
                         .accumulated_watts = 294,
                         .state = FeState::InUse};
  EXPECT_EQ(antplus::advance(expected.event_count, next.event_count), 1);
  EXPECT_EQ(antplus::advance(expected.accumulated_watts, next.accumulated_watts), 300);
}

TEST(WorkedFrames, Frame34WheelTorque) {
  constexpr std::string_view frame = "A4 09 4E 00 1A 05 22 00 10 40 01 30 BF";
  const fec::WheelTorque expected{.event_count = 5,
                                  .wheel_turns = 34,
                                  .period = 2 * 2048,
                                  .torque = 10 * 32,
                                  .state = FeState::InUse};
  EXPECT_EQ(fec::read_wheel_torque(page_in(frame)), expected);
  EXPECT_EQ(broadcast_of(fec::encode(expected)), frame);
}

TEST(WorkedFrames, Frame35Abilities) {
  constexpr std::string_view frame = "A4 09 4E 00 36 FF FF FF FF C8 00 07 1A";
  const Abilities expected{.answered = true,
                           .max_force = Newtons{200},
                           .basic_resistance = true,
                           .target_power = true,
                           .simulation = true};
  EXPECT_EQ(fec::read_abilities(page_in(frame)), expected);
  EXPECT_EQ(broadcast_of(fec::encode(expected)), frame);
}

TEST(WorkedFrames, Frame36CommandStatusPass) {
  constexpr std::string_view frame = "A4 09 4E 00 47 30 05 00 FF FF FF 14 7A";
  const fec::CommandReport expected{.last_command = fec::page48::number,
                                    .sequence = std::uint8_t{5},
                                    .status = StatusCode::Pass,
                                    .echo = {0xFF, 0xFF, 0xFF, 20}};
  const auto report = fec::read_command_report(page_in(frame));
  ASSERT_EQ(report, expected);
  EXPECT_EQ(fec::command_status(*report),
            (CommandStatus{.code = StatusCode::Pass,
                           .echo = SetPoint{.mode = Mode::Basic, .resistance = Percent{10}}}));
  EXPECT_EQ(broadcast_of(fec::encode(expected)), frame);
}

TEST(WorkedFrames, Frame37CommandStatusBeforeAnyCommand) {
  constexpr std::string_view frame = "A4 09 4E 05 47 FF FF FF 01 00 00 20 7F";
  const auto report = fec::read_command_report(page_in(frame));
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->last_command);
  EXPECT_FALSE(report->sequence);
  EXPECT_EQ(fec::command_status(*report),
            (CommandStatus{.code = StatusCode::None, .echo = std::nullopt}));
  EXPECT_EQ(broadcast_of(fec::encode(*report), 5), frame);
}

TEST(WorkedFrames, Frame38Maker) {
  constexpr std::string_view frame = "A4 09 4E 00 50 FF FF 01 59 00 3B 0B DB";
  const antplus::Maker expected{.hardware = 1, .manufacturer = 89, .model = 2875};
  EXPECT_EQ(antplus::read_maker(page_in(frame)), expected);
  EXPECT_EQ(broadcast_of(antplus::encode(expected)), frame);
}

TEST(WorkedFrames, Frame39Product) {
  constexpr std::string_view frame = "A4 09 4E 00 51 FF 27 10 40 E2 01 00 D9";
  const antplus::Product expected{
      .software = 16, .supplement = std::uint8_t{39}, .serial = 123456u};
  EXPECT_EQ(antplus::read_product(page_in(frame)), expected);
  EXPECT_EQ(antplus::software_version(expected), "1.639");
  EXPECT_EQ(broadcast_of(antplus::encode(expected)), frame);
}

TEST(WorkedFrames, Frame40Battery) {
  EXPECT_EQ(antplus::read_battery(page_in("A4 09 4E 00 52 FF 11 10 27 00 80 23 CB")),
            (antplus::Battery{.count = 1,
                              .index = 1,
                              .running = antplus::Seconds{160'000},
                              .volts = antplus::Volts{3.5},
                              .status = BatteryStatus::Good}));
}

TEST(WorkedFrames, Frame41SpinDownRunning) {
  const auto progress =
      fec::read_calibration_progress(page_in("A4 09 4E 00 02 80 20 5A E4 25 34 21 CF"));
  ASSERT_TRUE(progress && progress->target_speed && progress->target_time);
  EXPECT_TRUE(progress->spin_down);
  EXPECT_FALSE(progress->zero_offset);
  EXPECT_EQ(progress->temperature_state, fec::CalibrationState::Ok);
  EXPECT_EQ(progress->speed_state, fec::CalibrationState::NotApplicable);
  EXPECT_EQ(progress->temperature, antplus::Celsius{20});
  EXPECT_NEAR(progress->target_speed->count(), 9.7, 1e-9);
  EXPECT_NEAR(progress->target_time->count(), 8.5, 1e-9);
}

TEST(WorkedFrames, Frame42SpinDownDone) {
  const auto done = fec::read_calibration(page_in("A4 09 4E 00 01 80 00 5A FF FF F0 20 E8"));
  ASSERT_TRUE(done && done->spin_down_time);
  EXPECT_TRUE(done->spin_down);
  EXPECT_FALSE(done->zero_offset);
  EXPECT_EQ(done->temperature, antplus::Celsius{20});
  EXPECT_FALSE(done->offset_value);
  EXPECT_NEAR(done->spin_down_time->count(), 8.432, 1e-9);
}

TEST(WorkedFrames, Frame43BasicResistanceNone) {
  constexpr std::string_view frame = "A4 09 4F 00 30 FF FF FF FF FF FF 00 D2";
  EXPECT_EQ(acknowledged_of(fec::encode(SetPoint{})), frame);
  EXPECT_EQ(data_in(frame).kind, DataKind::Acknowledged);
  EXPECT_EQ(fec::read_basic_resistance(page_in(frame)), Percent{0});
}

TEST(WorkedFrames, Frame44BasicResistanceFive) {
  constexpr std::string_view frame = "A4 09 4F 00 30 FF FF FF FF FF FF 0A D8";
  EXPECT_EQ(acknowledged_of(fec::encode(SetPoint{.resistance = Percent{5}})), frame);
  EXPECT_EQ(fec::read_basic_resistance(page_in(frame)), Percent{5});
}

TEST(WorkedFrames, Frame45TargetPowerIsOnlyRead) {
  EXPECT_EQ(fec::read_target_power(page_in("A4 09 4F 00 31 FF FF FF FF FF A0 00 8C")), Watts{40});
}

TEST(WorkedFrames, Frame46WindIsOnlyRead) {
  const auto wind = fec::read_wind_resistance(page_in("A4 09 4F 00 32 FF FF FF FF 33 7F 64 F8"));
  ASSERT_TRUE(wind);
  EXPECT_NEAR(wind->coefficient.count(), 0.51, 1e-9);
  EXPECT_EQ(wind->wind, antplus::KilometresPerHour{0});
  EXPECT_NEAR(wind->drafting.count(), 1.0, 1e-9);
}

TEST(WorkedFrames, Frame47FlatTrack) {
  const auto track = fec::read_track_resistance(page_in("A4 09 4F 00 33 FF FF FF FF 20 4E 50 EF"));
  ASSERT_TRUE(track);
  EXPECT_EQ(track->grade, antplus::Slope{0});
  EXPECT_NEAR(track->rolling.count(), 0.004, 1e-12);
}

TEST(WorkedFrames, Frame48DownhillIsOnlyRead) {
  const auto track = fec::read_track_resistance(page_in("A4 09 4F 01 33 FF FF FF FF EC 4D FF 8E"));
  ASSERT_TRUE(track);
  EXPECT_NEAR(track->grade.count(), -0.52, 1e-9);
  EXPECT_EQ(track->rolling, fec::page51::usual_rolling);
}

TEST(WorkedFrames, Frame49UserConfiguration) {
  constexpr std::string_view frame = "A4 09 4F 00 37 4C 1D FF 80 0C 46 00 B1";
  const fec::UserConfiguration user{.rider = antplus::Kilograms{75},
                                    .bike = antplus::Kilograms{10},
                                    .wheel_diameter = antplus::Metres{0.7},
                                    .wheel_offset = antplus::Millimetres{0}};
  EXPECT_EQ(acknowledged_of(fec::encode(user)), frame);
  const auto read = fec::read_user_configuration(page_in(frame));
  ASSERT_TRUE(read && read->rider && read->bike && read->wheel_diameter);
  EXPECT_NEAR(read->rider->count(), 75, 1e-9);
  EXPECT_NEAR(read->bike->count(), 10, 1e-9);
  EXPECT_NEAR(read->wheel_diameter->count(), 0.7, 1e-9);
  EXPECT_FALSE(read->gear_ratio);
}

TEST(WorkedFrames, Frame50RequestAbilitiesFourTimes) {
  constexpr std::string_view frame = "A4 09 4F 00 46 FF FF FF FF 04 36 01 97";
  const antplus::PageRequest expected{.page = fec::page54::number, .answers = 4};
  EXPECT_EQ(acknowledged_of(antplus::encode(expected)), frame);
  EXPECT_EQ(antplus::read_page_request(page_in(frame)), expected);
}

TEST(WorkedFrames, Frame51RequestCommandStatusOnce) {
  constexpr std::string_view frame = "A4 09 4F 00 46 FF FF FF FF 01 47 01 E3";
  const antplus::PageRequest expected{.page = fec::page71::number};
  EXPECT_EQ(acknowledged_of(antplus::encode(expected)), frame);
  EXPECT_EQ(antplus::read_page_request(page_in(frame)), expected);
}

TEST(WorkedFrames, Frame52SpinDownRequestIsOnlyRead) {
  EXPECT_EQ(fec::read_calibration(page_in("A4 09 4F 00 01 80 00 FF FF FF FF FF 9C")),
            (fec::Calibration{.zero_offset = false, .spin_down = true}));
}

TEST(WorkedFrames, Frame53TransferCompleted) {
  expect_event("A4 03 40 00 01 05 E3", 0, Code::TransferCompleted);
}
TEST(WorkedFrames, Frame54TransferFailed) {
  expect_event("A4 03 40 00 01 06 E0", 0, Code::TransferFailed);
}

void expect_refusal(std::string_view frame, Response expected) {
  EXPECT_EQ(read_response(parsed(frame)), expected);
  EXPECT_EQ(hex(response(expected.channel, expected.to, expected.code)), frame);
}

TEST(WorkedFrames, Frame55TransferStillInProgress) {
  expect_refusal(
      "A4 03 40 00 4F 1F B7",
      {.channel = 0, .to = MessageId::AcknowledgedData, .code = Code::TransferInProgress});
}
TEST(WorkedFrames, Frame56WrongChannelState) {
  expect_refusal("A4 03 40 00 43 15 B1",
                 {.channel = 0, .to = MessageId::Period, .code = Code::ChannelInWrongState});
}
TEST(WorkedFrames, Frame57InvalidMessage) {
  expect_refusal("A4 03 40 10 4A 28 95",
                 {.channel = 0x10, .to = MessageId::Reset, .code = Code::InvalidMessage});
}

TEST(WorkedFrames, Frame58HeartRate) {
  const Payload page = page_in("A4 09 4E 00 84 00 2E 56 59 58 2E 6E 5E");
  EXPECT_EQ(
      antplus::read_heart_beat(page),
      (antplus::HeartBeat{
          .page = 4, .toggle = true, .beat_time = 0x5859, .beat_count = 46, .rate = Bpm{110}}));
  const auto interval = antplus::beat_interval(page);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->count(), 0.542, 0.0005);
}

TEST(WorkedFrames, Frame59PowerMeter) {
  constexpr std::string_view frame =
      "A4 14 4E 00 10 59 A9 41 2D C4 E8 00 E0 6C 4A 0B 05 10 01 6D 00 5A 33 83";
  const Data data = data_in(frame);
  EXPECT_EQ(data.extended.id, wattbike_power);
  ASSERT_TRUE(data.extended.rssi);
  EXPECT_EQ(data.extended.rssi->gain_register, 0x006D);
  const auto power = antplus::read_meter_power(data.page);
  ASSERT_TRUE(power && power->balance);
  EXPECT_EQ(power->event_count, 0x59);
  EXPECT_NEAR(power->balance->count(), 0.41, 1e-9);
  EXPECT_TRUE(power->right_pedal_known);
  EXPECT_EQ(power->cadence, Rpm{65});
  EXPECT_EQ(power->accumulated_watts, 50221);
  EXPECT_EQ(power->power, Watts{232});
}

TEST(WorkedFrames, Frame60CombinedSpeedAndCadence) {
  const Data data =
      data_in("A4 14 4E 00 91 EE 58 09 F3 ED DD 24 E0 6C 4A 79 01 10 01 6D 00 C3 3B 0D");
  EXPECT_EQ(data.extended.id, wattbike_cadence);
  EXPECT_EQ(antplus::read_combined_rotation(data.page),
            (antplus::CombinedRotation{.crank = {.time = 61073, .turns = 2392},
                                       .wheel = {.time = 60915, .turns = 9437}}));
}

TEST(WorkedFrames, Frame61CrankTorque) {
  EXPECT_EQ(antplus::read_meter_torque(page_in("A4 09 4E 00 12 10 20 3C 00 08 80 02 77")),
            (antplus::MeterTorque{.at_crank = true,
                                  .event_count = 16,
                                  .turns = 32,
                                  .cadence = Rpm{60},
                                  .period = 2048,
                                  .torque = 20 * 32}));
}

TEST(WorkedFrames, Frame62AssignMaster) {
  EXPECT_EQ(hex(assign(0, ChannelType::Master, 0)), "A4 03 42 00 10 00 F5");
}

TEST(WorkedFrames, Frame63MasterChannelId) {
  EXPECT_EQ(hex(channel_id(0, {.device = 1, .type = 17, .transmission = 5})),
            "A4 05 51 00 01 00 11 05 E5");
}

TEST(WorkedFrames, Frame64ChannelPower) {
  EXPECT_EQ(hex(set_channel_power(0, 3)), "A4 02 60 00 03 C5");
}

TEST(WorkedFrames, Frame65BroadcastSent) { expect_event("A4 03 40 00 01 03 E5", 0, Code::Tx); }

TEST(WorkedFrames, Frame66TrackReceivedByAMaster) {
  const Data data = data_in("A4 09 4F 00 33 FF FF FF FF 45 4E FF 25");
  EXPECT_EQ(data.kind, DataKind::Acknowledged);
  const auto track = fec::read_track_resistance(data.page);
  ASSERT_TRUE(track);
  EXPECT_NEAR(track->grade.count(), 0.37, 1e-9);
}

TEST(WorkedFrames, Frame67Close) { EXPECT_EQ(hex(close(0)), "A4 01 4C 00 E9"); }

TEST(WorkedFrames, Frame68Unassign) { EXPECT_EQ(hex(unassign(0)), "A4 01 41 00 E4"); }

}  // namespace
}  // namespace softpedal
