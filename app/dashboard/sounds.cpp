// SPDX-License-Identifier: MIT
#include "app/dashboard/sounds.hpp"

#include <canberra.h>
#include <dlfcn.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace softpedal::ui {
namespace {

using namespace std::chrono_literals;

// A sound server that hangs may not hold up the end of the program for longer.
constexpr auto patience = 300ms;
constexpr std::uint32_t playing = 1;  // the name of all our sounds: a new one cuts the last one off

// Names in the freedesktop sound theme, told apart by ear: a short ping, a falling chord, a loud
// high tone, two soft low notes.
const char* name(Sound sound) {
  switch (sound) {
    case Sound::Eased:
      return "bell";
    case Sound::Stopped:
      return "service-logout";
    case Sound::LinkLost:
      return "suspend-error";
    case Sound::PainDue:
      return "message-new-instant";
  }
  return "bell";
}

void say_nothing(const char*, int, const char*, int, const char*, ...) {}

// ALSA complains on standard error of a machine without sound, and a terminal may show a ride
// there. libcanberra has loaded it by then, if it uses it at all.
void keep_alsa_quiet() {
  void* alsa = ::dlopen("libasound.so.2", RTLD_LAZY | RTLD_NOLOAD);
  if (alsa == nullptr) return;
  using Set = int (*)(decltype(&say_nothing));
  const auto set = reinterpret_cast<Set>(::dlsym(alsa, "snd_lib_error_set_handler"));
  if (set != nullptr) set(say_nothing);
}

// One for the process, never destroyed: libcanberra would unload its driver while the last steps of
// the driver's own thread may still be to come, and that crashes.
ca_context* open_context() {
  ca_context* context = nullptr;
  if (ca_context_create(&context) != CA_SUCCESS) return nullptr;
  ca_context_change_props(context, CA_PROP_APPLICATION_NAME, "softpedal", CA_PROP_APPLICATION_ID,
                          "softpedal", nullptr);
  ca_context_open(context);
  keep_alsa_quiet();
  return context;
}

}  // namespace

class Sounds::Player {
 public:
  void work() {
    static ca_context* const context = open_context();
    for (auto sound = next(); sound; sound = next()) {
      if (context == nullptr) continue;
      ca_context_cancel(context, playing);
      ca_context_play(context, playing, CA_PROP_EVENT_ID, name(*sound), CA_PROP_MEDIA_ROLE, "event",
                      nullptr);
    }
    if (context != nullptr) ca_context_cancel(context, playing);
    const std::lock_guard lock{mutex_};
    gone_ = true;
    changed_.notify_all();
  }

  void put(Sound sound) {
    const std::lock_guard lock{mutex_};
    waiting_ = sound;
    changed_.notify_all();
  }

  void end() {
    std::unique_lock lock{mutex_};
    ended_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, patience, [&] { return gone_; });
  }

 private:
  std::optional<Sound> next() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return ended_ || waiting_; });
    if (ended_) return std::nullopt;
    return std::exchange(waiting_, std::nullopt);
  }

  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::optional<Sound> waiting_{};
  bool ended_ = false;
  bool gone_ = false;
};

Sounds::Sounds(bool on) : on_{on} {}

Sounds::~Sounds() {
  if (player_) player_->end();
}

void Sounds::play(Sound sound) noexcept {
  if (!on_) return;
  try {
    if (!player_) {
      auto player = std::make_shared<Player>();
      // Detached, so that one that hangs can be left behind.
      std::thread{[player] { player->work(); }}.detach();
      player_ = player;
    }
    player_->put(sound);
  } catch (const std::exception&) {  // no thread to be had: a ride goes on without sound
  }
}

}  // namespace softpedal::ui
