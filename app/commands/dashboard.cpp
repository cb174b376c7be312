// SPDX-License-Identifier: MIT
#include "app/commands/dashboard.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/dashboard_loop.hpp"
#include "app/commands/ride_process.hpp"
#include "app/commands/ride_rescue.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/settings.hpp"
#include "app/dashboard/window.hpp"
#include "app/language/language.hpp"
#include "app/shell/guard.hpp"

namespace softpedal::commands {
namespace {

constexpr const char* first_profile = "acute-1";  // where there is none
// From the ride to its guard, never to a user: the rider chose another stick. No status of
// design.md section 7 and none after a signal.
constexpr int start_again = 250;

// The command line, then what the shelf opens with.
Result<ProfileShelf::Opened> opened_on(ProfileShelf& shelf, const RideOptions& options,
                                       const Settings& settings) {
  const auto just = [](std::size_t profile) { return ProfileShelf::Opened{profile}; };
  if (options.profile) return shelf.find(*options.profile).map(just);
  std::optional<std::size_t> last;
  if (settings.profile) {
    const auto found = shelf.find(*settings.profile);
    if (found) last = *found;
    if (!found) say_on_stderr(found.error().sentence);
  }
  if (shelf.cards()->empty()) return shelf.find(first_profile).map(just);
  return shelf.opens_with(last);
}

Result<Laps::Plan> plan_of(RideOptions options, const Settings& settings) {
  std::optional<std::chrono::seconds> wanted;
  if (options.seconds) wanted = std::chrono::seconds{*options.seconds};
  ProfileShelf shelf{today(), wanted};
  const auto opened = opened_on(shelf, options, settings);
  if (!opened) return tl::unexpected(opened.error());
  const ui::ProfileCard& card = shelf.cards()->at(opened->profile);
  // A profile that is shorter anyway is ridden whole: another one may be chosen in the window.
  const Prescription& whole = card.prescription;
  if (wanted && *wanted > whole.warm_up + whole.ride + whole.cool_down) options.seconds.reset();
  options.profile = card.key;
  // The virtual trainer is for a try: another day a stick that is there comes first.
  const bool remembered = settings.stick && *settings.stick != "sim";
  if (!options.stick && remembered && still_there(*settings.stick)) options.stick = settings.stick;
  auto request = request_of(options, settings.window);
  if (!request) return tl::unexpected(request.error());
  return Laps::Plan{std::move(*request), std::move(shelf), opened->profile, opened->offered,
                    settings};
}

int in_this_process(const Laps::Plan& plan, Descriptor guard_line) {
  const RideRequest& request = plan.request;
  if (!request.simulated) {
    auto notes = notes_left(request);
    if (meets_another(request, notes)) {
      static_cast<void>(let_go_first(request, std::move(notes), guard_line));
    }
  }
  const auto window = ui::Window::open(plan.settings.window);
  if (!window) {
    RideRequest in_terminal = request;
    in_terminal.no_window = window.error();
    // A virtual trainer dies with this process: its guard is told of none.
    return ride_here(in_terminal, request.simulated ? Descriptor{} : std::move(guard_line));
  }
  DashboardLoop loop{plan, std::move(guard_line), [&] { (*window)->wake(); }};
  loop.start();
  (*window)->run(loop.side());
  loop.side().ask(ui::Close{});  // a window that went by itself
  loop.join();
  if ((*window)->screen_lost()) say_on_stderr("The screen went away, so the ride was ended.");
  return loop.next_stick() ? start_again : loop.exit_status();
}

// What was said on the command line for one stick may be wrong for another.
RideOptions for_next_stick(RideOptions options, const Settings& settings) {
  options.stick = settings.stick;
  if (options.stick == "sim") {
    options.trainer.reset();
  } else {
    options.speed.reset();
    if (options.journal == "none") options.journal.reset();
  }
  return options;
}

int guarded_once(const Laps::Plan& plan) {
  Result<Descriptor> lock{};
  if (!plan.request.simulated) lock = hold_stick(plan.request.stick);
  if (!lock) return fail(lock.error());
  // The guard leaves its signals blocked; the next one must be able to unblock them for its ride.
  sigset_t before;
  ::sigprocmask(SIG_BLOCK, nullptr, &before);
  const int status =
      guarded([&](Descriptor line) { return in_this_process(plan, std::move(line)); },
              [&](const Watch& orphan, int died, bool asked_to_end) {
                // Another stick was chosen: the note stays, and a start with this one looks at it.
                if (died == start_again) return true;
                return rescue(plan.request, orphan, died, asked_to_end, *lock);
              });
  if (status == start_again) ::sigprocmask(SIG_SETMASK, &before, nullptr);
  return status;
}

}  // namespace

bool no_display() {
  const auto empty = [](const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0';
  };
  return empty("DISPLAY") && empty("WAYLAND_DISPLAY");
}

int ride_in_window(const RideOptions& options) {
  Settings settings = settings_or_defaults();
  say_what_rises(options, settings);
  choose_language(settings.window.language);
  RideOptions wanted = options;
  for (;;) {
    const auto plan = plan_of(wanted, settings);
    if (!plan) return refuse(wanted, plan.error());
    const int status = guarded_once(*plan);
    if (status != start_again) return status;
    settings = settings_or_defaults();
    wanted = for_next_stick(std::move(wanted), settings);
  }
}

}  // namespace softpedal::commands
