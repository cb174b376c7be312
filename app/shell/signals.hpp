// SPDX-License-Identifier: MIT
// INT, TERM, HUP and QUIT as calls in the loop, as often as they come.
#pragma once

#include <csignal>
#include <functional>
#include <utility>

#include "app/asio.hpp"

namespace softpedal {

class Signals {
 public:
  Signals(boost::asio::io_context& io, std::function<void(int)> came)
      : set_{io, SIGINT, SIGTERM, SIGHUP}, came_{std::move(came)} {
    set_.add(SIGQUIT);
    wait();
  }

 private:
  void wait() {
    set_.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      came_(signal);
      wait();
    });
  }

  boost::asio::signal_set set_;
  std::function<void(int)> came_;
};

}  // namespace softpedal
