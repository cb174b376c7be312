// SPDX-License-Identifier: MIT
#include "app/core/journal_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <type_traits>

namespace softpedal {
namespace {

// One description of each kind serves both directions: visit(fields, value) names every field once,
// and the Writer or the Reader does the rest.

class Writer {
 public:
  explicit Writer(std::string& out) : out_{out} {}

  template <class T>
  void operator()(std::string_view name, const T& value) {
    if constexpr (requires { value.has_value(); }) {
      if (value) (*this)(name, *value);
    } else {
      out_ += ' ';
      out_ += name;
      out_ += '=';
      number(value);
    }
  }

 private:
  template <class T>
  void number(const T& value) {
    if constexpr (requires { value.count(); }) {
      number(value.count());
    } else if constexpr (std::is_enum_v<T>) {
      number(static_cast<int>(value));
    } else if constexpr (std::is_same_v<T, bool>) {
      out_ += value ? '1' : '0';
    } else {
      std::array<char, 32> digits{};
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
      out_.append(digits.data(), end);
    }
  }

  std::string& out_;
};

struct Text {
  std::string_view name, value;
};

class Reader {
 public:
  Reader(const Text* fields, std::size_t count) : fields_{fields}, left_{count}, count_{count} {}

  template <class T>
  void operator()(std::string_view name, T& value) {
    const auto* found =
        std::find_if(fields_, fields_ + count_, [&](const Text& f) { return f.name == name; });
    if (found == fields_ + count_) {
      if constexpr (requires { value.has_value(); }) {
        value.reset();
      } else {
        note(name, "is missing");
      }
      return;
    }
    --left_;
    if constexpr (requires { value.has_value(); }) {
      number(name, found->value, value.emplace());
    } else {
      number(name, found->value, value);
    }
  }

  [[nodiscard]] std::string problem() const {
    if (problem_.empty() && left_ != 0) return "a field is not known or stands twice";
    return problem_;
  }

 private:
  void note(std::string_view name, std::string_view what) {
    if (problem_.empty()) problem_ = std::string{name} + ' ' + std::string{what};
  }

  template <class T>
  void number(std::string_view name, std::string_view text, T& value) {
    if constexpr (requires { value.count(); }) {
      auto count = value.count();
      number(name, text, count);
      if constexpr (std::is_same_v<T, Duration>) {
        if (count < 0) note(name, "is out of range");
      }
      value = T{count};
    } else if constexpr (std::is_enum_v<T>) {
      int raw = 0;
      number(name, text, raw);
      if (raw < 0 || raw > largest(value)) return note(name, "is out of range");
      value = static_cast<T>(raw);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (text != "0" && text != "1") return note(name, "is neither 0 nor 1");
      value = text == "1";
    } else {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      const bool whole = error == std::errc{} && end == text.data() + text.size();
      if (!whole) return note(name, "is not a number");
      if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) note(name, "is not finite");
      }
    }
  }

  static int largest(FeState) { return static_cast<int>(FeState::Finished); }
  static int largest(StatusCode) { return static_cast<int>(StatusCode::None); }
  static int largest(Mode) { return static_cast<int>(Mode::Track); }
  static int largest(Intent) { return static_cast<int>(Intent::GivingWay); }
  static int largest(EndCause) { return static_cast<int>(EndCause::Hangup); }
  static int largest(RehabPhase) { return static_cast<int>(RehabPhase::Free); }
  static int largest(TargetMode) { return static_cast<int>(TargetMode::Learn); }
  static int largest(SensorKind) { return static_cast<int>(SensorKind::Speed); }
  static int largest(Phase) { return static_cast<int>(Phase::Ended); }
  static int largest(Why) { return why_count - 1; }

  const Text* fields_;
  std::size_t left_, count_;
  std::string problem_;
};

// --- the kinds ----------------------------------------------------------------------------------

template <class F, class T>
void set_point_fields(F& f, T& point) {
  f("mode", point.mode);
  f("resistance", point.resistance);
}

template <std::size_t Size>
void mirror(Filter<Size>& filter) {
  for (std::size_t i = 0; i < Size; ++i) {
    for (std::size_t j = 0; j < i; ++j) filter.covariance[i][j] = filter.covariance[j][i];
  }
}

template <class F, class T>
void drivetrain_fields(F& f, T& drivetrain) {
  constexpr std::array<std::string_view, 3> rings{"ring_1", "ring_2", "ring_3"};
  constexpr std::array<std::string_view, 13> sprockets{
      "sprocket_1",  "sprocket_2",  "sprocket_3", "sprocket_4", "sprocket_5",
      "sprocket_6",  "sprocket_7",  "sprocket_8", "sprocket_9", "sprocket_10",
      "sprocket_11", "sprocket_12", "sprocket_13"};
  for (std::size_t i = 0; i < rings.size(); ++i) f(rings[i], drivetrain.chainrings[i]);
  for (std::size_t i = 0; i < sprockets.size(); ++i) f(sprockets[i], drivetrain.sprockets[i]);
  f("circumference_m", drivetrain.circumference);
}

template <class F, class T>
void floor_fields(F& f, T& model) {
  auto& [drag, brake, brake_speed, slowest, fastest] = model;
  f("drag_0", drag.mean[0]);
  f("drag_1", drag.mean[1]);
  f("drag_2", drag.mean[2]);
  f("drag_00", drag.covariance[0][0]);
  f("drag_01", drag.covariance[0][1]);
  f("drag_02", drag.covariance[0][2]);
  f("drag_11", drag.covariance[1][1]);
  f("drag_12", drag.covariance[1][2]);
  f("drag_22", drag.covariance[2][2]);
  f("drag_s", drag.seconds);
  f("brake_0", brake.mean[0]);
  f("brake_1", brake.mean[1]);
  f("brake_00", brake.covariance[0][0]);
  f("brake_01", brake.covariance[0][1]);
  f("brake_11", brake.covariance[1][1]);
  f("brake_s", brake.seconds);
  f("brake_mps", brake_speed);
  f("slowest_mps", slowest);
  f("fastest_mps", fastest);
  if constexpr (!std::is_const_v<T>) {  // only one half is written
    mirror(drag);
    mirror(brake);
  }
}

template <class F, class T>
void second_fields(F& f, T& second) {
  f("elapsed_us", second.elapsed);
  f("ridden_us", second.ridden);
  f("phase", second.phase);
  f("why", second.why);
  f("eased", second.eased);
  f("cadence_rpm", second.cadence);
  f("power_w", second.power);
  f("torque_mean_nm", second.torque_mean);
  f("torque_reading_nm", second.torque_reading);
  f("speed_mps", second.speed);
  f("heart_rate_bpm", second.heart_rate);
  f("resistance", second.resistance);
  f("torque_mean_cap_nm", second.torque_mean_cap);
  f("torque_peak_cap_nm", second.torque_peak_cap);
  f("power_cap_w", second.power_cap);
  f("work_j", second.work);
  f("revolutions", second.revolutions);
  f("cadence_deviation_rpm", second.cadence_deviation);
  f("over_cap_us", second.over_cap);
  f("over_cap_loaded_us", second.over_cap_loaded);
  f("floor_nm", second.floor);
  f("floor_deviation_nm", second.floor_deviation);
  f("chainring", second.chainring);
  f("sprocket", second.sprocket);
  f("power_calibration", second.power_calibration_needed);
  f("resistance_calibration", second.resistance_calibration_needed);
  f("unverified", second.numbers_unverified);
}

template <class F, class T>
void visit(F& f, T& what) {
  using Kind = std::remove_const_t<T>;
  if constexpr (std::is_same_v<Kind, Prescription>) {
    f("phase", what.phase);
    f("warm_up_s", what.warm_up);
    f("ride_s", what.ride);
    f("cool_down_s", what.cool_down);
    f("target", what.target.mode);
    f("target_resistance_percent", what.target.resistance);
    f("target_torque_nm", what.target.torque);
    f("torque_mean_nm", what.limits.torque_mean);
    f("torque_peak_nm", what.limits.torque_peak);
    f("power_w", what.limits.power);
    f("resistance_percent", what.limits.resistance);
    f("ramp_up_percent_per_s", what.limits.ramp_up_per_second);
    f("total_s", what.limits.total);
    f("heart_rate_bpm", what.limits.heart_rate);
    f("low_rpm", what.cadence_low);
    f("high_rpm", what.cadence_high);
    f("ask_every_s", what.pain.ask_every);
    f("ease_at", what.pain.ease_at);
    f("stop_at", what.pain.stop_at);
    f("stop_on_rise", what.pain.stop_on_rise);
  } else if constexpr (std::is_same_v<Kind, Decision>) {
    set_point_fields(f, what.command.set_point);
    f("insist", what.command.insist);
    f("load_uncertain", what.command.load_uncertain);
    f("finished", what.command.finished);
    f("why", what.why);
  } else if constexpr (std::is_same_v<Kind, Second>) {
    second_fields(f, what);
  } else if constexpr (std::is_same_v<Kind, TrainerFound>) {
    f("number", what.number);
  } else if constexpr (std::is_same_v<Kind, TrainerData>) {
    f("events", what.event_count);
    f("cadence_rpm", what.cadence);
    f("power_w", what.power);
    f("accumulated_w", what.accumulated_watts);
    f("state", what.state);
    f("power_calibration", what.power_calibration_needed);
    f("resistance_calibration", what.resistance_calibration_needed);
    f("user_configuration", what.user_configuration_needed);
    f("target_flag", what.target_flag);
  } else if constexpr (std::is_same_v<Kind, GeneralData>) {
    f("speed_mps", what.speed);
    f("heart_rate_bpm", what.heart_rate);
    f("state", what.state);
  } else if constexpr (std::is_same_v<Kind, Abilities>) {
    f("answered", what.answered);
    f("max_force_n", what.max_force);
    f("basic", what.basic_resistance);
    f("target_power", what.target_power);
    f("simulation", what.simulation);
  } else if constexpr (std::is_same_v<Kind, Delivered> || std::is_same_v<Kind, NotDelivered>) {
    set_point_fields(f, what.set_point);
  } else if constexpr (std::is_same_v<Kind, Pain>) {
    f("score", what.score);
    f("before", what.before_ride);
  } else if constexpr (std::is_same_v<Kind, LowerLimits>) {
    f("torque_mean_nm", what.torque_mean);
    f("torque_peak_nm", what.torque_peak);
    f("power_w", what.power);
    f("resistance_percent", what.resistance);
  } else if constexpr (std::is_same_v<Kind, NoteWritten>) {
    f("load_uncertain", what.load_uncertain);
  } else if constexpr (std::is_same_v<Kind, EndRide>) {
    f("cause", what.cause);
  } else if constexpr (std::is_same_v<Kind, SensorReading>) {
    f("sensor", what.kind);
    f("heart_rate_bpm", what.heart_rate);
    f("power_w", what.power);
    f("cadence_rpm", what.cadence);
    f("speed_mps", what.speed);
  } else if constexpr (std::is_same_v<Kind, Equipped>) {
    drivetrain_fields(f, what.drivetrain);
  } else if constexpr (std::is_same_v<Kind, FloorRemembered>) {
    floor_fields(f, what.model);
  } else if constexpr (std::is_same_v<Kind, Intent>) {
    f("intent", what);
  } else {
    // Ticked, TrainerLost, StatusUnanswered, Started, WindowSilent carry nothing.
    static_assert(std::is_empty_v<Kind>);
  }
}

// A status holds an optional set point, so its mode is optional too.
void visit(Writer& f, const CommandStatus& what) {
  f("code", what.code);
  if (what.echo) set_point_fields(f, *what.echo);
}
void visit(Reader& f, CommandStatus& what) {
  f("code", what.code);
  std::optional<Mode> mode;
  std::optional<Percent> resistance;
  f("mode", mode);
  f("resistance", resistance);
  if (mode) what.echo = SetPoint{*mode, resistance};
}

constexpr std::array<std::string_view, std::variant_size_v<Event>> event_words{
    "tick",      "trainer_found", "trainer_lost",  "trainer_data", "general_data",
    "abilities", "delivered",     "not_delivered", "status",       "status_unanswered",
    "started",   "intent",        "pain",          "lower_limits", "note_written",
    "end_ride",  "window_silent", "sensor",        "equipped",     "floor_remembered"};

template <class T>
T read_one(const Text* fields, std::size_t count, std::string& problem) {
  Reader reader{fields, count};
  T what{};
  visit(reader, what);
  problem = reader.problem();
  return what;
}

template <std::size_t I = 0>
std::optional<Event> read_event(std::string_view kind, const Text* fields, std::size_t count,
                                std::string& problem) {
  if constexpr (I < std::variant_size_v<Event>) {
    if (kind != event_words[I]) return read_event<I + 1>(kind, fields, count, problem);
    return Event{read_one<std::variant_alternative_t<I, Event>>(fields, count, problem)};
  } else {
    problem = "it is of a kind that is not known";
    return std::nullopt;
  }
}

tl::unexpected<Fault> damaged(std::string_view why) {
  return tl::unexpected(
      Fault{FaultCode::BadFile, "this journal line is damaged: " + std::string{why} +
                                    "; the other lines can still be used."});
}

std::string_view next_word(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const auto word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

}  // namespace

std::string to_text(const JournalLine& line) {
  std::string out;
  out.reserve(128);
  std::array<char, 24> digits{};
  const auto micros = line.at.time_since_epoch().count();
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), micros).ptr;
  out.append(digits.data(), end);
  out += ' ';
  Writer writer{out};
  if (const auto* rx = std::get_if<Prescription>(&line.what)) {
    out += "prescription";
    visit(writer, *rx);
  } else if (const auto* decision = std::get_if<Decision>(&line.what)) {
    out += "command";
    visit(writer, *decision);
  } else if (const auto* second = std::get_if<Second>(&line.what)) {
    out += "second";
    visit(writer, *second);
  } else {
    const auto& event = std::get<Event>(line.what);
    out += event_words[event.index()];
    std::visit([&](const auto& what) { visit(writer, what); }, event);
  }
  return out;
}

Result<std::optional<JournalLine>> parse_journal_line(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty() || text.front() == '#') return std::optional<JournalLine>{};

  const auto stamp = next_word(text);
  std::int64_t micros = 0;
  const auto [end, error] = std::from_chars(stamp.data(), stamp.data() + stamp.size(), micros);
  const bool whole = error == std::errc{} && end == stamp.data() + stamp.size();
  if (!whole || micros < 0) return damaged("it does not begin with a time");
  const auto kind = next_word(text);

  std::array<Text, 32> fields{};
  std::size_t count = 0;
  while (!text.empty()) {
    const auto field = next_word(text);
    const auto equals = field.find('=');
    if (equals == std::string_view::npos) return damaged("a field has no '='");
    if (count == fields.size()) return damaged("it has too many fields");
    fields[count++] = {field.substr(0, equals), field.substr(equals + 1)};
  }

  const Instant at{Duration{micros}};
  std::string problem;
  JournalLine line{at, Event{Ticked{}}};
  if (kind == "prescription") {
    Reader reader{fields.data(), count};
    Prescription rx{.phase = {},
                    .warm_up = {},
                    .ride = {},
                    .cool_down = {},
                    .target = {.mode = {}},
                    .limits = {.torque_mean = {},
                               .torque_peak = {},
                               .power = {},
                               .resistance = {},
                               .ramp_up_per_second = {},
                               .total = {}},
                    .cadence_low = {},
                    .cadence_high = {},
                    .pain = {.ask_every = {}, .ease_at = 0, .stop_at = 0, .stop_on_rise = 0}};
    visit(reader, rx);
    problem = reader.problem();
    line.what = rx;
  } else if (kind == "command") {
    line.what = read_one<Decision>(fields.data(), count, problem);
  } else if (kind == "second") {
    line.what = read_one<Second>(fields.data(), count, problem);
  } else if (const auto event = read_event(kind, fields.data(), count, problem)) {
    line.what = *event;
  }
  if (!problem.empty()) return damaged(problem);
  return std::optional<JournalLine>{line};
}

}  // namespace softpedal
