// SPDX-License-Identifier: MIT
// Offers the virtual stick on a pseudo-terminal, to any program that can talk to a stick on a
// serial device. The world goes on when a program closes it: set points are kept, channels stay
// open, and the next program finds old data first, as with a real stick.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/asio.hpp"
#include "app/core/result.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::sim {

class PtyServer {
 public:
  struct Options {
    // A path that always leads to the terminal, also after an unplug, which makes a new one. A
    // symbolic link there is replaced, anything else is refused. Empty: none.
    std::string link{};
    // The terminal is there: at the beginning and after each replug.
    std::function<void(const std::string& path)> opened{};
    // A terminal cannot be had any more (after a replug).
    std::function<void(const Fault&)> failed{};
  };

  // The world must live on `io`'s clock, and both must outlive the server.
  [[nodiscard]] static Result<std::unique_ptr<PtyServer>> serve(asio::io_context& io, World& world,
                                                                Options options);
  ~PtyServer();
  PtyServer(const PtyServer&) = delete;
  PtyServer& operator=(const PtyServer&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  PtyServer(asio::io_context& io, World& world, Options options);
  [[nodiscard]] Result<void> open();
  void close();
  void plugged(bool in);
  void read();
  void write(std::span<const std::uint8_t> bytes);
  [[nodiscard]] bool room() const;
  [[nodiscard]] Result<void> lead_to_terminal();

  World& world_;
  Options options_;
  asio::posix::stream_descriptor master_;
  // Kept open, so that a program that closes the terminal does not hang the line up.
  int slave_ = -1;
  std::string path_;
  bool linked_ = false;
  std::array<std::uint8_t, 512> from_host_{};
  std::uint64_t number_ = 0;
};

// What is true of a trainer, for those who watch it from outside.
struct Status {
  Duration at{};  // since the world began
  std::uint32_t trainer = 0;
  SetByHost set{};  // the last set point that the trainer accepted
  std::size_t control_pages = 0;
  Percent brake{};             // where the brake really is
  Newtons brake_force{};       // at the wheel
  NewtonMetres torque{};       // at the crank, mean of the last turn
  NewtonMetres peak_torque{};  // the highest such mean so far
  Rpm cadence{};
  MetresPerSecond speed{};
  bool plugged = true;
};
[[nodiscard]] Status status_of(World& world, std::size_t trainer = 0);
// One object on one line, without the line's end.
[[nodiscard]] std::string to_json(const Status& status);

}  // namespace softpedal::sim
