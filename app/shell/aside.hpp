// SPDX-License-Identifier: MIT
// Work that may wait for the disk, one after the other in a thread of its own. What was handed over
// is done before this is gone.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace softpedal {

class Aside {
 public:
  Aside();
  ~Aside();
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  // From any thread; never waits for the work.
  void run(std::function<void()> work);

 private:
  void keep();

  std::mutex mutex_{};  // both below
  std::deque<std::function<void()>> queue_{};
  bool closing_ = false;
  std::condition_variable wake_{};
  std::thread thread_;
};

}  // namespace softpedal
