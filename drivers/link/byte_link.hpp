// SPDX-License-Identifier: MIT
// A way to an ANT stick: bytes out, bytes in, asynchronous, in the one event loop. What arrives may
// be split, glued, padded or damaged: a link knows nothing of frames.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "app/core/result.hpp"

namespace softpedal {

class ByteLink {
 public:
  struct Listener {
    std::function<void(std::span<const std::uint8_t>)> received;
    // Called once, when the link broke by itself; nothing is received after it. Not for close().
    std::function<void(const Fault&)> broken;
  };

  // Destruction cancels everything in flight; no listener is called after it. It must not happen
  // inside a listener of the same link: post it.
  virtual ~ByteLink() = default;
  virtual void start(Listener listener) = 0;
  // One whole message per call. It is queued and never blocks; what cannot be written in time
  // breaks the link.
  virtual void write(std::span<const std::uint8_t> message) = 0;
  // For people: "USB 0fcf:1009 at bus 1, device 4", "/dev/ttyUSB0", "virtual stick".
  [[nodiscard]] virtual std::string name() const = 0;
};

// Finds and opens a stick; called again after a loss. `reset_first`: the stick stayed silent last
// time, so reset it on the bus before opening, where the link can.
using OpenLink = std::function<Result<std::unique_ptr<ByteLink>>(bool reset_first)>;

}  // namespace softpedal
