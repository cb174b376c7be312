// SPDX-License-Identifier: MIT
// The messages of a FIT activity that we write: their numbers, and of each field number, base type
// and scale (evidence.md F; profile 21.217).
#pragma once

#include <array>
#include <cstddef>

#include "app/records/fit_file.hpp"

namespace softpedal::records::fit {

inline constexpr Field timestamp{253, Base::Uint32};  // of every message that has one
inline constexpr Field message_index{254, Base::Uint16};

namespace file_id {
inline constexpr std::uint16_t message = 0;
inline constexpr Field type{0, Base::Enum};
inline constexpr Field manufacturer{1, Base::Uint16};
inline constexpr Field product{2, Base::Uint16};
inline constexpr Field serial_number{3, Base::Uint32z};
inline constexpr Field time_created{4, Base::Uint32};
inline constexpr Field product_name{8, Base::String};
}  // namespace file_id

namespace file_creator {
inline constexpr std::uint16_t message = 49;
inline constexpr Field software_version{0, Base::Uint16, 100.0};
}  // namespace file_creator

namespace device_info {
inline constexpr std::uint16_t message = 23;
inline constexpr Field device_index{0, Base::Uint8};
inline constexpr Field device_type{1, Base::Uint8};
inline constexpr Field manufacturer{2, Base::Uint16};
inline constexpr Field serial_number{3, Base::Uint32z};
inline constexpr Field product{4, Base::Uint16};
inline constexpr Field software_version{5, Base::Uint16, 100.0};
inline constexpr Field ant_device_number{21, Base::Uint16z};
inline constexpr Field source_type{25, Base::Enum};
inline constexpr Field product_name{27, Base::String};
}  // namespace device_info

namespace event {
inline constexpr std::uint16_t message = 21;
inline constexpr Field event{0, Base::Enum};
inline constexpr Field event_type{1, Base::Enum};
}  // namespace event

namespace record {
inline constexpr std::uint16_t message = 20;
inline constexpr Field heart_rate{3, Base::Uint8};
inline constexpr Field cadence{4, Base::Uint8};
inline constexpr Field distance{5, Base::Uint32, 100.0};
inline constexpr Field speed{6, Base::Uint16, 1000.0};
inline constexpr Field power{7, Base::Uint16};
inline constexpr Field resistance{10, Base::Uint8, 2.54};  // of per cent: 254 is the most
inline constexpr Field total_cycles{19, Base::Uint32};
inline constexpr Field accumulated_power{29, Base::Uint32};
}  // namespace record

// Lap and session say the same of their time, each with its own numbers.
struct SummaryFields {
  std::uint16_t message;
  Field event, event_type, start_time, sport, sub_sport;
  Field total_elapsed_time, total_timer_time, total_distance, total_cycles, total_work;
  Field avg_speed, max_speed, avg_heart_rate, max_heart_rate;
  Field avg_cadence, max_cadence, avg_power, max_power;
};
inline constexpr SummaryFields lap{
    .message = 19,
    .event = {0, Base::Enum},
    .event_type = {1, Base::Enum},
    .start_time = {2, Base::Uint32},
    .sport = {25, Base::Enum},
    .sub_sport = {39, Base::Enum},
    .total_elapsed_time = {7, Base::Uint32, 1000.0},
    .total_timer_time = {8, Base::Uint32, 1000.0},
    .total_distance = {9, Base::Uint32, 100.0},
    .total_cycles = {10, Base::Uint32},
    .total_work = {41, Base::Uint32},
    .avg_speed = {13, Base::Uint16, 1000.0},
    .max_speed = {14, Base::Uint16, 1000.0},
    .avg_heart_rate = {15, Base::Uint8},
    .max_heart_rate = {16, Base::Uint8},
    .avg_cadence = {17, Base::Uint8},
    .max_cadence = {18, Base::Uint8},
    .avg_power = {19, Base::Uint16},
    .max_power = {20, Base::Uint16},
};
inline constexpr SummaryFields session{
    .message = 18,
    .event = {0, Base::Enum},
    .event_type = {1, Base::Enum},
    .start_time = {2, Base::Uint32},
    .sport = {5, Base::Enum},
    .sub_sport = {6, Base::Enum},
    .total_elapsed_time = {7, Base::Uint32, 1000.0},
    .total_timer_time = {8, Base::Uint32, 1000.0},
    .total_distance = {9, Base::Uint32, 100.0},
    .total_cycles = {10, Base::Uint32},
    .total_work = {48, Base::Uint32},
    .avg_speed = {14, Base::Uint16, 1000.0},
    .max_speed = {15, Base::Uint16, 1000.0},
    .avg_heart_rate = {16, Base::Uint8},
    .max_heart_rate = {17, Base::Uint8},
    .avg_cadence = {18, Base::Uint8},
    .max_cadence = {19, Base::Uint8},
    .avg_power = {20, Base::Uint16},
    .max_power = {21, Base::Uint16},
};
namespace of_lap {
inline constexpr Field intensity{23, Base::Enum};
inline constexpr Field trigger{24, Base::Enum};
}  // namespace of_lap
namespace of_session {
inline constexpr Field first_lap_index{25, Base::Uint16};
inline constexpr Field num_laps{26, Base::Uint16};
inline constexpr Field trigger{28, Base::Enum};
}  // namespace of_session

namespace activity {
inline constexpr std::uint16_t message = 34;
inline constexpr Field total_timer_time{0, Base::Uint32, 1000.0};
inline constexpr Field num_sessions{1, Base::Uint16};
inline constexpr Field type{2, Base::Enum};
inline constexpr Field event{3, Base::Enum};
inline constexpr Field event_type{4, Base::Enum};
inline constexpr Field local_timestamp{5, Base::Uint32};
}  // namespace activity

// What only softpedal knows. Without a scale: few readers apply one to developer data.
// GoldenCheetah takes an own field for the native one of its number, so no number is one that a
// record, a lap or a session may have by itself: those end at about 210 and begin again at 253.
namespace own {
inline constexpr OwnField crank_torque{220, Base::Float32, record::message, "Crank torque", "Nm"};
inline constexpr OwnField torque_cap{221, Base::Float32, record::message, "Torque cap", "Nm"};
inline constexpr OwnField resistance{222, Base::Float32, record::message, "Resistance", "%"};
inline constexpr OwnField pain{223, Base::Uint8, record::message, "Pain", "0-10"};
inline constexpr OwnField pain_before{224, Base::Uint8, session.message, "Pain before", "0-10"};
inline constexpr OwnField pain_peak{225, Base::Uint8, session.message, "Worst pain", "0-10"};
inline constexpr OwnField pain_after{226, Base::Uint8, session.message, "Pain after", "0-10"};
inline constexpr OwnField profile{227, Base::String, session.message, "Profile", ""};
inline constexpr OwnField profile_hash{228, Base::String, session.message, "Profile SHA-256", ""};
// First what tells nothing of health: so many.
inline constexpr std::array all{crank_torque, resistance, torque_cap, pain,        pain_before,
                                pain_peak,    pain_after, profile,    profile_hash};
inline constexpr std::size_t of_everybody = 2;
}  // namespace own

}  // namespace softpedal::records::fit
