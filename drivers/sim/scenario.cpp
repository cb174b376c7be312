// SPDX-License-Identifier: MIT
#include "drivers/sim/scenario.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <functional>

namespace softpedal::sim {

namespace {

constexpr std::string_view first_line = "# softpedal scenario 1";
constexpr double longest_s = 86'400.0;

using Words = std::vector<std::string_view>;

Words words_of(std::string_view line) {
  Words words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

// What stands after the first `count` words, without the blanks around it.
std::string_view rest_after(const Words& words, std::size_t count) {
  if (words.size() <= count) return {};
  const auto* const from = words[count].data();
  const auto* const to = words.back().data() + words.back().size();
  return {from, static_cast<std::size_t>(to - from)};
}

std::optional<double> number(std::string_view word, double least, double most) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  if (!(value >= least && value <= most)) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> whole(std::string_view word, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || value > most) {
    return std::nullopt;
  }
  return value;
}

std::optional<Duration> seconds(std::string_view word) {
  const auto value = number(word, 0.0, longest_s);
  if (!value) return std::nullopt;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*value));
}

class Reader {
 public:
  // Empty: understood. Else what is wrong.
  std::string take(std::string_view line) {
    const Words words = words_of(line);
    if (words.empty() || words[0].front() == '#') return {};
    const std::string_view key = words[0];
    const std::string_view rest = rest_after(words, 1);
    if (key == "about") return scenario_.about = rest, std::string{};
    if (key == "profile") return plain(words, [&] { scenario_.profile = words[1]; });
    if (key == "seconds") {
      return natural(words, 36'000, [&](std::uint64_t n) {
        scenario_.seconds = std::chrono::seconds{static_cast<std::int64_t>(n)};
      });
    }
    if (key == "seed") {
      return natural(words, UINT64_MAX, [&](auto n) { scenario_.world.seed = n; });
    }
    if (key == "settings_pages") return trainer().settings_pages = true, std::string{};
    if (key == "trainer") return take_trainer(words);
    if (key == "sensor") return take_sensor(rest);
    if (key == "remote" && words.size() == 1) {
      return scenario_.world.remote = true, std::string{};
    }
    if (key == "gear") return take_gear(rest);
    if (key == "cadence") {
      return real(words, 1.0, 200.0, [&](double n) { rider().cadence = Rpm{n}; });
    }
    if (key == "strength") {
      return real(words, 0.1, 300.0, [&](double n) { rider().strength = NewtonMetres{n}; });
    }
    if (key == "unsteadiness") {
      return real(words, 0.0, 20.0, [&](double n) { rider().unsteadiness = Rpm{n}; });
    }
    if (key == "starts") return take_start(words);
    if (key == "loss") {
      return real(words, 0.0, 100.0,
                  [&](double n) { scenario_.world.usual_loss = Share{n / 100.0}; });
    }
    if (key == "fault") return take_fault(rest);
    if (key == "at") return take_act(words);
    if (key == "say") return take_saying(words);
    if (key == "must") return take_must(words, rest);
    return "what is \"" + std::string{key} + "\"?";
  }
  Scenario scenario() && { return std::move(scenario_); }

 private:
  TrainerOptions& trainer() { return scenario_.world.trainers.back(); }
  RiderOptions& rider() { return trainer().bike.rider; }

  static std::string plain(const Words& words, const std::function<void()>& use) {
    if (words.size() != 2) return "one word is wanted after " + std::string{words[0]};
    use();
    return {};
  }
  static std::string natural(const Words& words, std::uint64_t most,
                             const std::function<void(std::uint64_t)>& use) {
    const auto n = words.size() == 2 ? whole(words[1], most) : std::nullopt;
    if (!n) return "a whole number is wanted after " + std::string{words[0]};
    use(*n);
    return {};
  }
  static std::string real(const Words& words, double least, double most,
                          const std::function<void(double)>& use) {
    const auto n = words.size() == 2 ? number(words[1], least, most) : std::nullopt;
    if (!n) return "a number in its range is wanted after " + std::string{words[0]};
    use(*n);
    return {};
  }

  std::string take_trainer(const Words& words) {
    const TrainerModel* model = words.size() >= 2 ? find_model(words[1]) : nullptr;
    if (model == nullptr || words.size() > 3) {
      std::string known = "trainer MODEL [NUMBER]; models are";
      for (const TrainerModel& each : trainer_models()) known += " " + std::string{each.name};
      return known;
    }
    if (named_trainer_) scenario_.world.trainers.emplace_back();
    named_trainer_ = true;
    trainer().bike.model = *model;
    if (words.size() == 3) {
      const auto n = whole(words[2], 0xFFFFF);
      if (!n || *n == 0) return "a trainer's number is 1 to 1048575";
      trainer().number = static_cast<std::uint32_t>(*n);
    }
    return {};
  }
  std::string take_gear(std::string_view text) {
    const auto act = parse_act("gear " + std::string{text}, {});
    if (!act) return "gear 34x28 is wanted";
    trainer().bike.gear = act->gear;
    return {};
  }
  std::string take_start(const Words& words) {
    if (words.size() == 2 && words[1] == "never") return rider().starts_at.reset(), std::string{};
    const auto at = words.size() == 2 ? seconds(words[1]) : std::nullopt;
    if (!at) return "starts SECONDS, or starts never";
    rider().starts_at = at;
    return {};
  }
  std::string take_fault(std::string_view text) {
    const auto fault = parse_fault(text);
    if (!fault) return fault.error().sentence;
    scenario_.world.faults.push_back(*fault);
    return {};
  }
  std::string take_act(const Words& words) {
    const auto at = words.size() >= 3 ? seconds(words[1]) : std::nullopt;
    if (!at) return "at SECONDS ACT";
    if (words[2] == "press") return take_press(words, *at);
    const auto act = parse_act(rest_after(words, 2), *at);
    if (!act) return act.error().sentence;
    trainer().bike.acts.push_back(*act);
    return {};
  }
  std::string take_press(const Words& words, Duration at) {
    const auto button = words.size() == 4 ? button_named(words[3]) : std::nullopt;
    if (!button) return "at SECONDS press lap, stop, start, up, down, select, back or home";
    if (!scenario_.world.remote)
      return "there is no remote to press: a line \"remote\" comes first";
    scenario_.world.presses.push_back({.at = at, .button = *button});
    return {};
  }
  std::string take_sensor(std::string_view text) {
    const auto sensor = parse_sensor(text);
    if (!sensor) return sensor.error().sentence;
    scenario_.world.sensors.push_back(*sensor);
    return {};
  }
  std::string take_saying(const Words& words) {
    const auto at = words.size() >= 3 ? seconds(words[1]) : std::nullopt;
    if (!at) return "say SECONDS WORD";
    scenario_.says.push_back({.at = *at, .word = std::string{rest_after(words, 2)}});
    return {};
  }

  std::string take_must(Words words, std::string_view text) {
    Must must{.text = "must " + std::string{text}};
    words.erase(words.begin());
    if (words.size() >= 4 && words[words.size() - 4] == "from" && words[words.size() - 2] == "to") {
      const auto from = seconds(words[words.size() - 3]);
      const auto to = seconds(words.back());
      if (!from || !to || *from > *to) return "from SECONDS to SECONDS";
      must.from = *from;
      must.to = *to;
      words.resize(words.size() - 4);
    }
    if (words.size() == 2 && words[0] == "exit") {
      const auto status = whole(words[1], 255);
      if (!status) return "must exit STATUS";
      must.kind = Must::Kind::Exit;
      must.value = static_cast<double>(*status);
    } else if (words.size() == 2 && words[0] == "show") {
      must.kind = Must::Kind::Show;
      must.why = words[1];
    } else if (words.size() == 3 && words[0] == "not" && words[1] == "show") {
      must.kind = Must::Kind::NotShow;
      must.why = words[2];
    } else if (words.size() == 3 && (words[1] == "<=" || words[1] == ">=")) {
      must.kind = words[1] == "<=" ? Must::Kind::AtMost : Must::Kind::AtLeast;
      const auto value = number(words[2], 0.0, 10'000.0);
      if (!value) return "a number is wanted after " + std::string{words[1]};
      must.value = *value;
      if (words[0] == "set_percent") {
        must.quantity = Must::Quantity::SetPercent;
      } else if (words[0] == "brake_percent") {
        must.quantity = Must::Quantity::BrakePercent;
      } else if (words[0] == "torque_nm") {
        must.quantity = Must::Quantity::TorqueNm;
      } else {
        return "quantities are set_percent, brake_percent and torque_nm";
      }
    } else {
      return "must exit STATUS, must QUANTITY <= VALUE, must [not] show WHY";
    }
    scenario_.musts.push_back(std::move(must));
    return {};
  }

  Scenario scenario_{};
  bool named_trainer_ = false;
};

double value_of(Must::Quantity quantity, World& world) {
  switch (quantity) {
    case Must::Quantity::SetPercent: {
      const SetByHost& set = world.trainer().set();
      return set.mode == SetByHost::Mode::Basic ? set.resistance.count() : 0.0;
    }
    case Must::Quantity::BrakePercent:
      return world.bike().brake_level().count() * 100.0;
    case Must::Quantity::TorqueNm:
      return world.bike().turn_torque().count();
  }
  return 0.0;
}

std::string at_time(Duration at) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f s", in_seconds(at));
  return text.data();
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view text, const std::string& name) {
  const auto wrong = [&](std::size_t line, const std::string& what) {
    return tl::unexpected(
        Fault{FaultCode::BadFile, name + ", line " + std::to_string(line) + ": " + what});
  };
  Reader reader;
  std::size_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line_number == 1 && line != first_line) {
      return wrong(1, "the first line must be \"" + std::string{first_line} + "\"");
    }
    if (const std::string what = reader.take(line); !what.empty()) return wrong(line_number, what);
  }
  if (line_number == 0) return wrong(1, "the file is empty");
  Scenario scenario = std::move(reader).scenario();
  if (scenario.musts.empty())
    return wrong(line_number, "nothing must hold: such a ride shows nothing");
  return scenario;
}

void Onlooker::look(World& world) {
  const Duration at = world.age();
  for (std::size_t i = 0; i < musts_.size(); ++i) {
    const Must& must = musts_[i];
    const bool at_most = must.kind == Must::Kind::AtMost;
    if (!at_most && must.kind != Must::Kind::AtLeast) continue;
    if (at < must.from || at > must.to || !seen_[i].broken.empty()) continue;
    const double value = value_of(must.quantity, world);
    if (at_most ? value <= must.value : value >= must.value) continue;
    seen_[i].broken = std::to_string(value) + " at " + at_time(at);
  }
}

void Onlooker::shown(std::string_view why, Duration at) {
  for (std::size_t i = 0; i < musts_.size(); ++i) {
    const Must& must = musts_[i];
    if (must.why != why || at < must.from || at > must.to) continue;
    if (must.kind == Must::Kind::Show) seen_[i].shown = true;
    if (must.kind == Must::Kind::NotShow && seen_[i].broken.empty()) {
      seen_[i].broken = "shown at " + at_time(at);
    }
  }
}

std::vector<std::string> Onlooker::complaints(int exit_status) const {
  std::vector<std::string> complaints;
  for (std::size_t i = 0; i < musts_.size(); ++i) {
    const Must& must = musts_[i];
    if (!seen_[i].broken.empty()) complaints.push_back(must.text + ": " + seen_[i].broken);
    if (must.kind == Must::Kind::Show && !seen_[i].shown) {
      complaints.push_back(must.text + ": it never did");
    }
    if (must.kind == Must::Kind::Exit && must.value != static_cast<double>(exit_status)) {
      complaints.push_back(must.text + ": it was " + std::to_string(exit_status));
    }
  }
  return complaints;
}

}  // namespace softpedal::sim
