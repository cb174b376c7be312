// SPDX-License-Identifier: MIT
// The latest snapshot, for another thread to look at. Neither side ever waits for more than a
// pointer to be copied. A mutex, because libstdc++ 12's atomic shared_ptr has a data race inside.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "app/core/snapshot.hpp"

namespace softpedal {

class SnapshotBox {
 public:
  void publish(const Snapshot& snapshot) {
    auto fresh = std::make_shared<const Snapshot>(snapshot);
    const std::lock_guard lock{mutex_};
    latest_.swap(fresh);
  }
  [[nodiscard]] std::shared_ptr<const Snapshot> latest() const {
    const std::lock_guard lock{mutex_};
    return latest_;
  }

 private:
  mutable std::mutex mutex_{};
  std::shared_ptr<const Snapshot> latest_ = std::make_shared<const Snapshot>();
};

}  // namespace softpedal
