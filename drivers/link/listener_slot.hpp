// SPDX-License-Identifier: MIT
// Calls a link's listener the way byte_link.hpp promises: broken once and never from inside a call
// of the listener's owner, nothing received after it, nothing at all after destruction.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "app/asio.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

class ListenerSlot {
 public:
  explicit ListenerSlot(asio::io_context& loop) : loop_{loop} {}

  void set(ByteLink::Listener listener) {
    listener_ = std::move(listener);
    if (fault_) post_fault();
  }
  void received(std::span<const std::uint8_t> bytes) {
    if (!fault_ && !bytes.empty() && listener_.received) listener_.received(bytes);
  }
  void fail(Fault fault) {
    if (fault_) return;
    fault_ = std::move(fault);
    if (listener_.broken) post_fault();
  }
  [[nodiscard]] bool broken() const { return fault_.has_value(); }
  // Expires with the link: a completion that comes home late looks at this before it touches it.
  [[nodiscard]] std::weak_ptr<void> life() const { return life_; }

 private:
  void post_fault() {
    asio::post(loop_, [this, life = life()] {
      if (!life.expired() && listener_.broken) listener_.broken(*fault_);
    });
  }

  asio::io_context& loop_;
  ByteLink::Listener listener_;
  std::optional<Fault> fault_;
  std::shared_ptr<void> life_ = std::make_shared<char>();
};

}  // namespace softpedal
