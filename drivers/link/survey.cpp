// SPDX-License-Identifier: MIT
#include "drivers/link/survey.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <system_error>
#include <tuple>

namespace softpedal {
namespace fs = std::filesystem;
namespace {

// One line of a sysfs file. What a stick says about itself is not to be trusted on a terminal.
std::string attribute(const fs::path& file) {
  std::ifstream stream{file};
  std::string line;
  std::getline(stream, line, '\n');
  line.resize(std::min(line.find('\0'), line.size()));  // junk follows the zero (ant-fec.md 1.2)
  std::erase_if(line, [](char c) { return c < ' ' || c > '~'; });
  return line;
}

std::optional<int> number(const fs::path& file, int base) {
  const std::string text = attribute(file);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::directory_iterator entry{folder, error};
  for (; !error && entry != fs::directory_iterator{}; entry.increment(error)) {
    found.push_back(entry->path());
  }
  return found;
}

// The folders of a device's interfaces are named after it: 1-4 has 1-4:1.0.
void look_at_interface(SeenStick& stick, const fs::path& interface, const fs::path& dev) {
  std::error_code error;
  const fs::path driver = fs::read_symlink(interface / "driver", error);
  if (!error) stick.kernel_driver = driver.filename().string();
  for (const fs::path& child : entries(interface)) {
    const std::string name = child.filename().string();
    if (name.starts_with("ttyUSB") || name.starts_with("ttyACM")) stick.tty = dev / name;
  }
}

// Who holds the stick has the serial port open, or the node while the kernel says that a program
// has claimed it (usbfs). A node alone may be open just to read its descriptors.
std::vector<fs::path> way_in_use(const SeenStick& stick) {
  if (stick.tty) return {*stick.tty};
  if (stick.kernel_driver == "usbfs") return {stick.node};
  return {};
}

std::optional<SeenStick> look_at(const fs::path& folder, const SurveyPlaces& places) {
  const auto vendor = number(folder / "idVendor", 16);
  const auto product = number(folder / "idProduct", 16);
  const auto bus = number(folder / "busnum", 10);
  const auto device = number(folder / "devnum", 10);
  if (!vendor || !product || !bus || !device) return std::nullopt;
  const auto id =
      known_stick(static_cast<std::uint16_t>(*vendor), static_cast<std::uint16_t>(*product));
  if (!id) return std::nullopt;

  SeenStick stick{.id = *id};
  stick.bus = *bus;
  stick.device = *device;
  stick.product = attribute(folder / "product");
  stick.serial = attribute(folder / "serial");
  stick.node = places.dev / "bus/usb" / fmt::format("{:03}", *bus) / fmt::format("{:03}", *device);
  const std::string own = folder.filename().string() + ":";
  for (const fs::path& child : entries(folder)) {
    if (child.filename().string().starts_with(own)) look_at_interface(stick, child, places.dev);
  }
  stick.holders = holders_of(way_in_use(stick));
  const fs::path& opened = id->kind == StickKind::Serial && stick.tty ? *stick.tty : stick.node;
  stick.may_open = ::access(opened.c_str(), R_OK | W_OK) == 0;
  return stick;
}

bool rule_is_installed(const SurveyPlaces& places) {
  return std::ranges::any_of(places.rules, [](const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / rule_file, error);
  });
}

std::vector<std::string> rule_commands() {
  return {fmt::format("sudo cp drivers/link/{} /etc/udev/rules.d/", rule_file),
          "sudo udevadm control --reload"};
}

std::optional<StickAdvice> advice_for(const SeenStick& stick, bool rule_installed) {
  if (!stick.may_open) {
    return StickAdvice{not_permitted(stick, rule_installed).sentence,
                       rule_installed ? std::vector<std::string>{"sudo udevadm control --reload"}
                                      : rule_commands()};
  }
  if (!stick.holders.empty()) return StickAdvice{held(stick).sentence, {}};
  if (stick.id.kind == StickKind::Serial && stick.tty) {
    return StickAdvice{fmt::format("The older stick {} works as a serial port.", place_of(stick)),
                       {fmt::format("bash app/run ride --stick {}", stick.tty->string())}};
  }
  return std::nullopt;
}

}  // namespace

Survey survey(const SurveyPlaces& places) {
  Survey now;
  now.rule_installed = rule_is_installed(places);
  for (const fs::path& folder : entries(places.usb_devices)) {
    if (auto stick = look_at(folder, places)) now.sticks.push_back(*std::move(stick));
  }
  std::ranges::sort(now.sticks, {}, [](const SeenStick& s) { return std::tuple{s.bus, s.device}; });
  if (now.sticks.empty()) now.advice.push_back({no_stick(now).sentence, {}});
  for (const SeenStick& stick : now.sticks) {
    if (auto advice = advice_for(stick, now.rule_installed)) now.advice.push_back(*advice);
  }
  return now;
}

std::string place_of(const SeenStick& stick) {
  return fmt::format("USB {} at bus {}, device {}", numbers_of(stick.id), stick.bus, stick.device);
}

Fault no_stick(const Survey& now) {
  for (const SeenStick& stick : now.sticks) {
    if (stick.id.kind == StickKind::Serial && stick.tty) {
      return {FaultCode::NoStick,
              fmt::format("No ANT USB stick (0fcf:1008 or 0fcf:1009) is plugged in, but an older "
                          "one is at {}: use --stick {}.",
                          stick.tty->string(), stick.tty->string())};
    }
  }
  return {FaultCode::NoStick,
          "No ANT USB stick (0fcf:1008 or 0fcf:1009) is plugged in: plug one in and try again, or "
          "ride without one with --stick sim."};
}

Fault not_permitted(const SeenStick& stick, bool rule_installed) {
  if (rule_installed) {
    return {FaultCode::StickPermission,
            fmt::format("This user may not open the ANT stick ({}) although the udev rule {} is "
                        "installed: type \"sudo udevadm control --reload\", then unplug the stick "
                        "and plug it in again.",
                        place_of(stick), rule_file)};
  }
  return {
      FaultCode::StickPermission,
      fmt::format("This user may not open the ANT stick ({}): in softpedal's folder type \"{}\", "
                  "then unplug the stick and plug it in again.",
                  place_of(stick), fmt::join(rule_commands(), " && "))};
}

Fault held(const SeenStick& stick) {
  const std::string driver =
      stick.kernel_driver && *stick.kernel_driver != "usbfs"
          ? fmt::format(" through the kernel driver {}", *stick.kernel_driver)
          : "";
  return {FaultCode::StickBusy,
          fmt::format("The ANT stick ({}) is in use by {}{}: close that program and try again.",
                      place_of(stick), name_holders(stick.holders), driver)};
}

}  // namespace softpedal
