// SPDX-License-Identifier: MIT
#include "app/commands/one_ride.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/history_places.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/core/remark.hpp"
#include "app/shell/journal.hpp"
#include "drivers/registry.hpp"

namespace softpedal::commands {
namespace {

constexpr const char* virtual_stick = "virtual stick";

TrainerOptions trainer_options(const RideRequest& request,
                               std::function<void(bool)> stick_listens) {
  return {.number = request.trainer,
          .user = user_of(request.settings),
          .stick_listens = std::move(stick_listens),
          .sensors = request.settings.sensors,
          .wheel = request.settings.drivetrain.circumference,
          .remote = request.settings.remote};
}

}  // namespace

fec::UserConfiguration user_of(const ui::Settings& settings) {
  const double diameter = settings.drivetrain.circumference.count() / std::numbers::pi;
  const double whole = std::floor(diameter * 100.0) / 100.0;
  const double left = std::round((diameter - whole) * 1000.0);
  return {.rider = antplus::Kilograms{settings.rider.count()},
          .bike = antplus::Kilograms{settings.bike.count()},
          .wheel_diameter = antplus::Metres{whole},
          .wheel_offset = antplus::Millimetres{left}};
}

std::unique_ptr<Clockwork> clock_for(const RideRequest& request, asio::io_context& io) {
  if (!request.speed) return std::make_unique<VirtualTimers>(io);
  return std::make_unique<SteadyTimers>(io, *request.speed);
}

Result<std::unique_ptr<Recorder>> recorder_for(const RideRequest& request, asio::io_context& io) {
  if (!request.journals) return std::make_unique<NoRecord>();
  std::vector<std::string> header{
      to_text(Remark{SoftwareRemark{SOFTPEDAL_VERSION}}),
      to_text(Remark{
          BeganRemark{std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())}}),
      request.simulated ? to_text(Remark{SimulatedRemark{request.seed}})
                        : to_text(Remark{StickRemark{request.stick}}),
  };
  for (auto& remark : profile_remarks(request)) header.push_back(std::move(remark));
  auto journal = Journal::open(io, *request.journals, header,
                               request.simulated ? Journal::Waits::Disk : Journal::Waits::Loop);
  if (!journal) return tl::unexpected(journal.error());
  return std::move(*journal);
}

std::vector<std::string> profile_remarks(const RideRequest& request) {
  return {to_text(Remark{ProfileRemark{request.title}}),
          to_text(Remark{PlanRemark{request.sessions_per_week}}),
          to_text(Remark{ProfileTextRemark{request.profile_text}})};
}

std::string less_remark(int quarters) {
  return fmt::format("the rider wanted {} quarters of the plan today", quarters);
}

std::vector<LoadNote> real_notes_left(const std::filesystem::path& directory) {
  auto notes = notes_left_behind(directory);
  std::erase_if(notes, [&](const LoadNote& note) {
    if (note.stick != virtual_stick) return false;
    // A virtual trainer died with its ride: it holds nothing.
    static_cast<void>(clear_note(directory, note.trainer));
    return true;
  });
  return notes;
}

std::vector<LoadNote> notes_left(const RideRequest& request) {
  return request.journals ? real_notes_left(*request.journals) : std::vector<LoadNote>{};
}

void recover_cut_rides(const RideRequest& request, Output& err) {
  if (!request.journals) return;
  for (const auto& path : recover_journals(*request.journals)) {
    err.write(as_said(
        fmt::format("the last ride was cut; what it recorded is kept in {}.", path.string())));
  }
}

bool releases(const RideRequest& request, const LoadNote& note) {
  if (request.simulated) return false;
  return request.trainer == note.trainer || note.stick.empty() ||
         same_stick(note.stick, request.stick);
}

bool meets_another(const RideRequest& request, const std::vector<LoadNote>& notes) {
  return std::ranges::any_of(notes, [&](const LoadNote& note) {
    return releases(request, note) && request.trainer != note.trainer;
  });
}

namespace {

void tell_of_odd_files(const std::filesystem::path& directory, Output& err) {
  for (const auto& sentence : odd_files(directory)) {
    err.write(as_said(sentence));
  }
}

}  // namespace

void tell_of_the_rest(const RideRequest& request, Output& err) {
  if (request.journals) tell_of_odd_files(*request.journals, err);
  const auto places = history_places();
  if (!places || !request.journals) return;
  for (const auto& directory : places->journals) {
    if (directory == *request.journals) continue;
    tell_of_odd_files(directory, err);
    for (const LoadNote& note : real_notes_left(directory)) {
      err.write(as_said(load_left_on(note.trainer, directory)));
    }
  }
}

std::vector<LoadNote> look_back(const RideRequest& request, Output& err) {
  auto notes = notes_left(request);
  for (const auto& note : notes) {
    err.write(as_said(
        !releases(request, note)
            ? load_left_on(note.trainer, *request.journals)
            : fmt::format("the last ride ended without a confirmed release; releasing first "
                          "(trainer {}).",
                          note.trainer)));
  }
  return notes;
}

void remember_where_journals_are(const RideRequest& request, Output& err) {
  std::error_code unknown;
  if (!request.journals || !std::filesystem::is_directory(*request.journals, unknown)) return;
  const auto remembered = remember_journals(*request.journals);
  if (!remembered) err.write(as_said(remembered.error().sentence));
}

StickOf::StickOf(const RideRequest& request, asio::io_context& io, TimerPort& timers) {
  if (!request.simulated) {
    open_ = open_stick(io, request.stick);
    return;
  }
  world_ = std::make_unique<sim::World>(timers, sim::WorldOptions{.seed = request.seed});
  open_ = sim::open(*world_);
}

OneRide::OneRide(const RideRequest& request, asio::io_context& io, TimerPort& timers, With with,
                 Runner::Listener listener)
    : bike_{request.settings.drivetrain},
      start_at_once_{with.start_at_once},
      pain_before_{with.pain_before},
      recorder_{std::move(with.recorder)},
      stick_{request, io, timers},
      trainer_{trainer_drivers().front().make(
          stick_.open(), timers, trainer_options(request, std::move(with.stick_listens)))},
      runner_{{timers, *trainer_, *recorder_, screen_},
              {.prescription = request.prescription,
               .stick = request.simulated ? virtual_stick : request.stick,
               .notes_left = std::move(with.notes_left),
               .floors = request.journals ? kept_floors(request.simulated, today())
                                          : std::vector<TrainerFloor>{},
               .start_at_once = false},
              std::move(listener)} {}

void OneRide::start() {
  runner_.start();
  runner_.handle(Equipped{bike_});
  if (pain_before_) runner_.handle(Pain{*pain_before_, true});
  if (start_at_once_) runner_.handle(Started{});
}

FloorFound floor_found(const RideRequest& request, const OneRide& ride, const Snapshot& last) {
  return {.trainer = ride.trainer(),
          .simulated = request.simulated,
          .day = today(),
          .last = last,
          .drivetrain = request.settings.drivetrain};
}

}  // namespace softpedal::commands
