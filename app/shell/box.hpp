// SPDX-License-Identifier: MIT
// The latest of a kind of value, for another thread to look at. Neither side ever waits for more
// than a pointer to be copied. A mutex, because libstdc++ 12's atomic shared_ptr has a data race.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace softpedal {

template <class T>
class Box {
 public:
  void publish(T value) {
    auto fresh = std::make_shared<const T>(std::move(value));
    const std::lock_guard lock{mutex_};
    latest_.swap(fresh);
  }
  // Empty before the first.
  [[nodiscard]] std::shared_ptr<const T> latest() const {
    const std::lock_guard lock{mutex_};
    return latest_;
  }

 private:
  mutable std::mutex mutex_{};
  std::shared_ptr<const T> latest_{};
};

}  // namespace softpedal
