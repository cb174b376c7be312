// SPDX-License-Identifier: MIT
#include "app/records/report_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>

#include "app/records/report_phrases.hpp"
#include "app/records/report_words.hpp"

namespace softpedal::records {
namespace {

constexpr int rows = 9;
constexpr double axis_height = 12.0;
constexpr double letters_height = 9.0;
constexpr double label_width = 112.0;
constexpr double scale_width = 18.0;
constexpr double figures_width = 136.0;
constexpr double line_height = 9.4;

struct Scale {
  double bottom = 0.0;
  double top = 1.0;
};

// The least round number from 1 that is not under the value.
Scale scale_to(double most) {
  const double wanted = std::max(most, 1.0);
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double step : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}) {
    if (step * power >= wanted * 0.999999) return {.top = step * power};
  }
  return {.top = 10.0 * power};
}

template <class Value>
double most_of(const std::vector<Bin>& bins, Value value) {
  double most = 0.0;
  for (const Bin& bin : bins) most = std::max(most, value(bin));
  return most;
}

double kilojoules(Joules work) { return work.count() / 1000.0; }

template <class Unit>
double or_zero(const std::optional<Unit>& value) {
  return value ? value->count() : 0.0;
}

class Chart {
 public:
  Chart(Pen& pen, const Box& box, const ReportSums& sums)
      : pen_{pen},
        box_{box},
        sums_{sums},
        left_{box.x + label_width + scale_width},
        width_{box.w - label_width - scale_width - figures_width},
        pitch_{width_ / static_cast<double>(sums.bins.size())},
        row_height_{(box.h - axis_height - letters_height) / rows} {}

  void draw(const std::vector<Marked>& changes) {
    axis();
    mark(changes);
    minutes();
    work();
    torque();
    cadence();
    over_limit();
    pain(Asked::Before, words::pain_before, {words::pain_key});
    pain(Asked::Peak, words::pain_peak, {words::peak_key});
    pain(Asked::After, words::pain_after, {});
    pain(Asked::Morning, words::pain_morning, {words::swollen_key});
  }

 private:
  struct Plot {  // of one row
    double top;
    double bottom;
    Scale scale;
    [[nodiscard]] double y(double value) const {
      const double share = (value - scale.bottom) / (scale.top - scale.bottom);
      return bottom - std::clamp(share, 0.0, 1.0) * (bottom - top);
    }
  };

  [[nodiscard]] double x(std::size_t bin) const {
    return left_ + pitch_ * (static_cast<double>(bin) + 0.5);
  }
  [[nodiscard]] double bar_width() const { return std::clamp(pitch_ * 0.64, 0.5, 12.0); }
  [[nodiscard]] double dot_radius() const { return std::clamp(pitch_ * 0.42, 1.0, 2.0); }
  [[nodiscard]] double top_of_rows() const { return box_.y + letters_height; }

  // Faint lines through all rows where the axis has its dates.
  void axis() {
    const double bottom = top_of_rows() + row_height_ * rows;
    constexpr double apart = 60.0;
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(apart / pitch_)));
    for (std::size_t i = 0; i < sums_.bins.size(); i += every) {
      const double at = left_ + pitch_ * static_cast<double>(i);
      pen_.line(at, top_of_rows() + 4.0, at, bottom + 2.0, 0.4, Ink::Faint);
      if (left_ + width_ - at < 30.0) continue;
      const std::string date = day(std::max(sums_.bins[i].first, sums_.from));
      pen_.write(at, bottom + axis_height - 1.5, date, font::small, Ink::Quiet);
    }
    const auto step = std::array{words::by_day, words::by_week, words::by_month,
                                 words::by_year}[static_cast<std::size_t>(sums_.step)];
    pen_.write(box_.x, bottom + axis_height - 1.5, say(step), font::small, Ink::Quiet);
  }

  void mark(const std::vector<Marked>& changes) {
    std::map<std::size_t, std::string> letters;
    for (const Marked& change : changes) {
      const auto after = std::ranges::upper_bound(sums_.bins, change.on, {}, &Bin::first);
      letters[static_cast<std::size_t>(after - sums_.bins.begin()) - 1] += change.letter;
    }
    double free = box_.x;  // to the right of what is written
    for (const auto& [bin, text] : letters) {
      const double at = left_ + pitch_ * static_cast<double>(bin);
      pen_.dashes(at, box_.y + letters_height, at, top_of_rows() + row_height_ * rows, 0.5,
                  Ink::Quiet);
      const double wide = pen_.width(text, font::text_bold);
      const double from = std::max(at - wide / 2, free);
      pen_.write(from, box_.y + letters_height - 2.0, text, font::text_bold);
      free = from + wide + 2.0;
    }
  }

  Plot row(Word label, const std::vector<Word>& key, const Lines& figures, Scale scale) {
    const double top = top_of_rows() + row_height_ * next_row_++;
    const Plot plot{.top = top + 6.0, .bottom = top + row_height_ - 2.0, .scale = scale};
    double y = top + 10.0;
    pen_.write(box_.x, y, pen_.fit(say(label), font::text_bold, label_width), font::text_bold);
    for (const Word words : key) {
      y += line_height;
      pen_.write(box_.x, y, pen_.fit(say(words), font::small, label_width), font::small,
                 Ink::Quiet);
    }
    y = top + 10.0;
    for (const std::string& figure : figures) {
      pen_.write(left_ + width_ + 10.0, y, pen_.fit(figure, font::text, figures_width - 10.0),
                 font::text);
      y += line_height;
    }
    pen_.line(left_, plot.bottom, left_ + width_, plot.bottom, 0.6, Ink::Line);
    pen_.line(left_, plot.top, left_ + width_, plot.top, 0.4, Ink::Faint);
    pen_.write(left_ - 4.0, plot.bottom, plain(scale.bottom), font::small, Ink::Quiet,
               Align::Right);
    pen_.write(left_ - 4.0, plot.top + 5.0, plain(scale.top), font::small, Ink::Quiet,
               Align::Right);
    return plot;
  }

  // Each place on the axis where something was ridden.
  void each(const std::function<void(double at, const Bin& bin)>& draw) const {
    for (std::size_t i = 0; i < sums_.bins.size(); ++i) {
      if (sums_.bins[i].totals.rides > 0) draw(x(i), sums_.bins[i]);
    }
  }
  // The limits of the last ride stand until there are others.
  void each_limit(const std::function<void(double from, double to, const Prescription&)>& draw) {
    for (std::size_t i = 0; i < sums_.bins.size();) {
      std::size_t next = i + 1;
      const auto& limits = sums_.bins[i].limits;
      while (next < sums_.bins.size() &&
             (!sums_.bins[next].limits || sums_.bins[next].limits == limits)) {
        ++next;
      }
      const double right = left_ + pitch_ * static_cast<double>(next);
      if (limits) draw(left_ + pitch_ * static_cast<double>(i), right, *limits);
      i = next;
    }
  }

  [[nodiscard]] Box bar(double at, double top, double bottom) const {
    return {.x = at - bar_width() / 2, .y = top, .w = bar_width(), .h = bottom - top};
  }

  void minutes() {
    const double most = most_of(sums_.bins, [](const Bin& bin) {
      return std::max(in_minutes(bin.totals.ridden), in_minutes(bin.planned.value_or(Duration{})));
    });
    const Plot plot =
        row(words::minutes, {words::minutes_key, words::early_key},
            {say(words::minutes_a_ride, number(in_minutes(sums_.all.ridden) / sums_.all.rides, 1))},
            scale_to(most));
    each([&](double at, const Bin& bin) {
      const double top = plot.y(in_minutes(bin.totals.ridden));
      pen_.fill(bar(at, top, plot.bottom), Ink::Data);
      if (bin.totals.ended_early > 0) {
        pen_.cross(at, std::max(top - 3.2, plot.top), std::min(1.6, dot_radius() * 1.3), 0.8,
                   Ink::Black);
      }
    });
    for (std::size_t i = 0; i < sums_.bins.size(); ++i) {
      if (!sums_.bins[i].planned) continue;
      const double y = plot.y(in_minutes(*sums_.bins[i].planned));
      pen_.line(x(i) - pitch_ / 2, y, x(i) + pitch_ / 2, y, 0.9, Ink::Black);
    }
  }

  void work() {
    const double rides = sums_.all.rides;
    Lines figures{
        say(words::work_a_ride, number(kilojoules(sums_.all.work) / rides, 1)),
        say(words::turns_a_ride, number(sums_.all.revolutions / rides, 0)),
    };
    if (sums_.all.power_mean) {
      figures.push_back(say(words::power_mean, number(sums_.all.power_mean->count(), 0)));
    }
    const double most =
        most_of(sums_.bins, [](const Bin& bin) { return kilojoules(bin.totals.work); });
    const Plot plot = row(words::work, {}, figures, scale_to(most));
    each([&](double at, const Bin& bin) {
      pen_.fill(bar(at, plot.y(kilojoules(bin.totals.work)), plot.bottom), Ink::Data);
    });
  }

  [[nodiscard]] Lines torque_figures() const {
    const Totals& all = sums_.all;
    Lines figures;
    if (all.torque_mean) {
      const std::string mean = number(all.torque_mean->count(), 1);
      figures.push_back(sums_.plan.prescription
                            ? say(words::mean_and_limit, mean,
                                  number(sums_.plan.prescription->limits.torque_mean.count(), 1))
                            : say(words::mean_alone, mean));
    }
    if (all.torque_peak) {
      const std::string peak = number(all.torque_peak->count(), 1);
      const std::string on = day(sums_.torque_peak_on);
      figures.push_back(sums_.torque_peak_cap ? say(words::highest_and_limit, peak,
                                                    number(sums_.torque_peak_cap->count(), 1), on)
                                              : say(words::highest_on, peak, on));
    }
    return figures;
  }

  void torque() {
    const double most = most_of(sums_.bins, [](const Bin& bin) {
      const double cap = bin.limits ? bin.limits->limits.torque_peak.count() : 0.0;
      return std::max(or_zero(bin.totals.torque_peak), cap);
    });
    const Plot plot = row(words::torque, {words::torque_key, words::torque_limits_key},
                          torque_figures(), scale_to(most * 1.1));
    each_limit([&](double from, double to, const Prescription& rx) {
      const double mean = plot.y(rx.limits.torque_mean.count());
      const double peak = plot.y(rx.limits.torque_peak.count());
      pen_.line(from, mean, to, mean, 0.7, Ink::Quiet);
      pen_.dashes(from, peak, to, peak, 0.7, Ink::Quiet);
    });
    each([&](double at, const Bin& bin) {
      const Totals& totals = bin.totals;
      if (totals.torque_peak) {
        pen_.ring(at, plot.y(totals.torque_peak->count()), dot_radius(), 0.6, Ink::Black);
      }
      if (totals.torque_mean) {
        pen_.dot(at, plot.y(totals.torque_mean->count()), dot_radius(), Ink::Data);
      }
    });
  }

  void cadence() {
    const Totals& all = sums_.all;
    Lines figures;
    if (all.cadence_mean) {
      figures.push_back(say(words::cadence_mean, number(all.cadence_mean->count(), 0),
                            number(or_zero(all.cadence_deviation), 1)));
    }
    if (const auto& rx = sums_.plan.prescription) {
      figures.push_back(say(words::cadence_prescribed, plain(rx->cadence_low.count()),
                            plain(rx->cadence_high.count())));
    }
    if (all.heart_rate_mean) {
      figures.push_back(say(words::heart_mean, number(all.heart_rate_mean->count(), 0),
                            number(or_zero(all.heart_rate_peak), 0)));
    }
    double least = 60.0;
    double most = 60.0;
    for (const Bin& bin : sums_.bins) {
      const double spread = or_zero(bin.totals.cadence_deviation);
      if (bin.totals.cadence_mean) {
        least = std::min(least, bin.totals.cadence_mean->count() - spread);
        most = std::max(most, bin.totals.cadence_mean->count() + spread);
      }
      if (bin.limits) least = std::min(least, bin.limits->cadence_low.count());
      if (bin.limits) most = std::max(most, bin.limits->cadence_high.count());
    }
    const Plot plot = row(words::cadence, {words::cadence_key, words::cadence_band_key}, figures,
                          {.bottom = std::max(0.0, std::floor(least / 10.0 - 0.5) * 10.0),
                           .top = std::ceil(most / 10.0 + 0.5) * 10.0});
    each_limit([&](double from, double to, const Prescription& rx) {
      const double top = plot.y(rx.cadence_high.count());
      pen_.fill({from, top, to - from, plot.y(rx.cadence_low.count()) - top}, Ink::Faint);
    });
    each([&](double at, const Bin& bin) {
      if (!bin.totals.cadence_mean) return;
      const double mean = bin.totals.cadence_mean->count();
      const double spread = or_zero(bin.totals.cadence_deviation);
      pen_.line(at, plot.y(mean - spread), at, plot.y(mean + spread), 0.7, Ink::Data);
      pen_.dot(at, plot.y(mean), dot_radius(), Ink::Data);
    });
  }

  void over_limit() {
    const Totals& all = sums_.all;
    const Lines figures{
        say(words::over_limit_all, clock(all.over_cap)),
        say(words::over_limit_split, clock(all.over_cap_loaded),
            clock(all.over_cap - all.over_cap_loaded)),
    };
    const double most =
        most_of(sums_.bins, [](const Bin& bin) { return in_minutes(bin.totals.over_cap); });
    const Plot plot = row(words::over_limit, {words::over_limit_key, words::over_limit_free_key},
                          figures, scale_to(most));
    each([&](double at, const Bin& bin) {
      const double all_of_it = plot.y(in_minutes(bin.totals.over_cap));
      const double loaded = plot.y(in_minutes(bin.totals.over_cap_loaded));
      pen_.fill(bar(at, loaded, plot.bottom), Ink::Black);
      if (loaded - all_of_it < 0.3) return;
      pen_.hatch(bar(at, all_of_it, loaded), 2.2, Ink::Black);
      if (bar_width() > 2.4) pen_.frame(bar(at, all_of_it, loaded), 0.4, Ink::Black);
    });
  }

  void pain(Asked asked, Word label, const std::vector<Word>& key) {
    const auto index = static_cast<std::size_t>(asked);
    const auto& all = sums_.all.pain[index];
    Lines figures;
    if (all) {
      figures = {say(words::pain_figures, plain(all->median), plain(all->least), plain(all->most)),
                 say(words::answered, all->count, sums_.all.rides)};
    } else {
      figures.emplace_back(say(words::not_answered));
    }
    if (asked == Asked::Morning && sums_.all.swelling_answers > 0) {
      figures.push_back(say(words::swollen, sums_.all.swellings, sums_.all.swelling_answers));
    }
    const Plot plot = row(label, key, figures, {.top = 10.0});
    pen_.line(left_, plot.y(5.0), left_ + width_, plot.y(5.0), 0.4, Ink::Faint);
    each([&](double at, const Bin& bin) {
      if (const auto& spread = bin.totals.pain[index]) {
        pen_.line(at, plot.y(spread->least), at, plot.y(spread->most), 0.8, Ink::Data);
        pen_.dot(at, plot.y(spread->median), dot_radius(), Ink::Data);
      }
      if (asked == Asked::Morning && bin.totals.swellings > 0) {
        pen_.triangle(at, plot.top - 2.2, 2.0, Ink::Black);
      }
    });
  }

  Pen& pen_;
  Box box_;
  const ReportSums& sums_;
  double left_;   // of the plots
  double width_;  // of the plots
  double pitch_;
  double row_height_;
  int next_row_ = 0;
};

}  // namespace

void draw_chart(Pen& pen, const Box& box, const ReportSums& sums,
                const std::vector<Marked>& changes) {
  Chart{pen, box, sums}.draw(changes);
}

}  // namespace softpedal::records
