// SPDX-License-Identifier: MIT
#include "app/records/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "app/records/report_chart.hpp"
#include "app/records/report_phrases.hpp"
#include "app/records/report_words.hpp"

namespace softpedal::records {
namespace {

constexpr double margin = 36.0;
constexpr double width = page_width - 2 * margin;
constexpr double line_height = 10.4;
constexpr double small_line_height = 9.4;
constexpr double gap = 9.0;      // between blocks
constexpr double gutter = 20.0;  // between columns
constexpr double column = (width - gutter) / 2;
constexpr double quarter = width / 4;
constexpr double lead_width = 58.0;
constexpr double head_height = 13.0;                           // of a block
constexpr double least_notes = head_height + 4 * line_height;  // whatever else there is

// A text under its head, wrapped to where it will stand. What leads a line has a column of its own.
struct Line {
  std::string lead;
  std::string text;
};
struct Block {
  std::string head;
  std::vector<Line> lines;
  [[nodiscard]] double height() const {
    return line_height * static_cast<double>(lines.size()) + head_height;
  }
};

class Page {
 public:
  Page(Pen& pen, const ReportSums& sums, const std::string& name, std::chrono::local_days made_on)
      : pen_{pen}, sums_{sums}, name_{name}, made_on_{made_on} {}

  void draw() {
    double y = margin;
    if (sums_.simulated) y = simulated(y);
    y = head(y);
    y = figures(y);
    y = profile(y);
    const double foot_top = foot();

    Below below = texts_below(roomy);
    if (foot_top - y - below.height() < chart_least_height) below = texts_below(tight);
    const double room = foot_top - y - below.height();
    const Block notes = block_of_notes(room + least_notes - chart_good_height);
    const double chart =
        std::clamp(room + least_notes - notes.height(), chart_least_height, chart_most_height);
    draw_chart(pen_, {margin, y, width, chart}, sums_, below.marked);
    y += chart + gap;
    put(below.breaches, margin, y);
    put(below.trainer, margin + column + gutter, y);
    y += below.columns() + gap;
    put(below.changes, margin, y);
    y += below.changes.height() + gap;
    put(notes, margin, y);
  }

 private:
  // How many lines there are at most: fewer where the page is full.
  struct Budget {
    std::size_t column;
    std::size_t changes;
  };
  static constexpr Budget roomy{.column = 9, .changes = 6};
  static constexpr Budget tight{.column = 7, .changes = 4};

  // What stands between the chart and the notes.
  struct Below {
    Block breaches;
    Block trainer;
    Block changes;
    std::vector<Marked> marked;  // in the chart
    [[nodiscard]] double columns() const { return std::max(breaches.height(), trainer.height()); }
    [[nodiscard]] double height() const {
      return columns() + changes.height() + 3 * gap + least_notes;
    }
  };

  Below texts_below(const Budget& budget) {
    Below below{
        .breaches = block(words::breaches, breaches_in_words(sums_), 3, budget.column),
        .trainer = block(words::trainer, trainer_in_words(sums_), 1, budget.column),
        .changes = {},
        .marked = {},
    };
    below.changes = block_of_changes(below.marked, budget.changes);
    return below;
  }

  double simulated(double y) {
    const Box band{margin, y - 10.0, width, 22.0};
    pen_.hatch(band, 5.0, Ink::Line);
    pen_.frame(band, 1.2, Ink::Black);
    const std::string text = pen_.fit(say(words::simulated_long), simulated_font, width - 40.0);
    const double wide = pen_.width(text, simulated_font) + 16.0;
    pen_.fill({page_width / 2 - wide / 2, band.y + 1.2, wide, band.h - 2.4}, Ink::White);
    pen_.write(page_width / 2, band.y + 15.5, text, simulated_font, Ink::Black, Align::Middle);
    return y + 20.0;
  }

  double head(double y) {
    const std::string period = say(words::period, day(sums_.from), day(sums_.to));
    pen_.write(margin, y + 13.0, say(words::report_title), font::title);
    pen_.write(margin + width, y + 13.0, period, font::name, Ink::Black, Align::Right);
    y += 18.0;
    const std::string who = pen_.fit(name_, font::name, width);
    if (!who.empty()) {
      y += 11.0;
      pen_.write(margin, y, who, font::name);
    }
    y += 7.0;
    pen_.line(margin, y, margin + width, y, 0.8, Ink::Black);
    return y + 6.0;
  }

  void figure(double x, double y, const std::string& value, std::string_view caption,
              const Lines& below) {
    constexpr double wide = quarter - 10.0;
    pen_.write(x, y + 17.0, pen_.fit(value, font::figure, wide), font::figure);
    y += 27.0;
    pen_.write(x, y, pen_.fit(caption, font::text_bold, wide), font::text_bold);
    for (const std::string& line : below) {
      y += small_line_height;
      pen_.write(x, y, pen_.fit(line, font::small, wide), font::small, Ink::Quiet);
    }
  }

  double figures(double y) {
    const Totals& all = sums_.all;
    const auto& [done, planned] = sums_.adherence;
    Lines of_rides;
    if (planned) {
      of_rides.push_back(say(words::each_counts, std::lround(share_that_counts * 100.0)));
      of_rides.push_back(say(words::rides_in_all, all.rides));
    }
    if (sums_.plan.sessions_per_week) {
      of_rides.push_back(say(words::a_week, *sums_.plan.sessions_per_week));
    }
    figure(margin, y, planned ? say(words::some_of, done, *planned) : fmt::format("{}", all.rides),
           say(planned ? words::rides_of_planned : words::rides), of_rides);
    Lines of_minutes;
    if (sums_.planned) {
      of_minutes.push_back(say(words::planned_minutes, number(in_minutes(*sums_.planned), 0)));
    }
    figure(margin + quarter, y, number(in_minutes(all.ridden), 0), say(words::minutes_ridden),
           of_minutes);
    figure(margin + 2 * quarter, y, number(all.work.count() / 1000.0, 0), say(words::work_kj),
           {say(words::turns, number(all.revolutions, 0))});
    const Lines reasons = pen_.wrap(reasons_of_early_ends(sums_), font::small, quarter - 10.0, 5);
    figure(margin + 3 * quarter, y, fmt::format("{}", all.ended_early), say(words::ended_early),
           reasons);
    const std::size_t lines = std::max(reasons.size(), of_rides.size());
    return y + 27.0 + small_line_height * static_cast<double>(lines) + gap;
  }

  double profile(double y) {
    constexpr double label = 50.0;
    constexpr double text = width - label;
    y += 8.0;
    pen_.write(margin, y, say(words::profile), font::head);
    pen_.write(margin + label, y, pen_.fit(named(sums_.plan.title), font::head, text), font::head);
    Lines lines = pen_.wrap(plan_in_words(sums_.plan), font::text, text, 3);
    for (auto& line : pen_.wrap(other_profiles(sums_), font::text, text, 1)) {
      lines.push_back(std::move(line));
    }
    for (const std::string& line : lines) {
      y += line_height;
      pen_.write(margin + label, y, line, font::text);
    }
    return y + gap;
  }

  Block block(Word head, const Lines& texts, std::size_t lines_each, std::size_t most) {
    Block made{.head = std::string{say(head)}, .lines = {}};
    for (const std::string& text : texts) {
      for (auto& line : pen_.wrap(text, font::text, column, lines_each)) {
        if (made.lines.size() < most) made.lines.push_back({.lead = {}, .text = std::move(line)});
      }
    }
    return made;
  }

  // The newest that fit, in their order, each with its letter in the chart.
  Block block_of_changes(std::vector<Marked>& marked, std::size_t most_lines) {
    Block made{.head = std::string{say(words::changes)}, .lines = {}};
    std::vector<Lines> texts;
    for (const Change& change : sums_.changes) {
      if (texts.size() > most_lines) break;
      texts.push_back(pen_.wrap(change_in_words(change), font::text, width - lead_width, 3));
    }
    const std::size_t shown = how_many(texts, sums_.changes.size(), most_lines);
    for (std::size_t i = shown; i-- > 0;) {
      const auto letter = static_cast<char>('A' + (shown - 1 - i));
      marked.push_back({.on = sums_.changes[i].on, .letter = letter});
      append(made, fmt::format("{}  {}", letter, day(sums_.changes[i].on)), std::move(texts[i]));
    }
    const std::size_t older = sums_.changes.size() - shown;
    if (older > 0) append(made, {}, {say(words::older_changes, older)});
    if (sums_.changes.empty()) {
      append(made, {},
             {std::string{say(sums_.ridden_before ? words::no_change_since : words::no_change)}});
    }
    return made;
  }

  Block block_of_notes(double room) {
    Block made{.head = std::string{say(words::notes)}, .lines = {}};
    constexpr double least_lines = 4.0;
    const auto most = static_cast<std::size_t>(std::max(least_lines, (room - 13.0) / line_height));
    std::vector<Lines> texts;
    for (const Note& note : sums_.notes) {
      if (texts.size() > most) break;
      texts.push_back(pen_.wrap(note.text, font::text, width - lead_width, 2));
    }
    const std::size_t shown = how_many(texts, sums_.notes.size(), most);
    for (std::size_t i = 0; i < shown; ++i) {
      append(made, day(sums_.notes[i].on), std::move(texts[i]));
    }
    const std::size_t older = sums_.notes.size() - shown;
    if (older > 0) append(made, {}, {say(words::older_notes, older)});
    if (sums_.notes.empty()) append(made, {}, {std::string{say(words::no_notes)}});
    return made;
  }

  // The first of `texts` that fit; where not all of them do, a line is kept free to say so.
  static std::size_t how_many(const std::vector<Lines>& texts, std::size_t all, std::size_t lines) {
    std::size_t used = 0;
    std::size_t count = 0;
    for (const Lines& text : texts) {
      const std::size_t to_say = count + 1 == all ? 0 : 1;
      if (used + text.size() + to_say > lines) break;
      used += text.size();
      ++count;
    }
    return count;
  }

  static void append(Block& block, std::string lead, Lines texts) {
    for (std::string& text : texts) {
      block.lines.push_back({.lead = std::exchange(lead, {}), .text = std::move(text)});
    }
  }

  void put(const Block& block, double x, double y) {
    y += 9.0;
    pen_.write(x, y, block.head, font::head);
    y += 1.6;
    const bool led =
        std::ranges::any_of(block.lines, [](const Line& l) { return !l.lead.empty(); });
    for (const Line& line : block.lines) {
      y += line_height;
      pen_.write(x, y, line.lead, font::text, Ink::Quiet);
      pen_.write(led ? x + lead_width : x, y, line.text, font::text);
    }
  }

  // Returns its top: what is above may reach to it.
  double foot() {
    Lines lines;
    for (const std::string& text : softpedal::records::foot(sums_, made_on_)) {
      for (auto& line : pen_.wrap(text, font::small, width, 2)) lines.push_back(std::move(line));
    }
    const double top =
        page_height - margin + 8.0 - small_line_height * static_cast<double>(lines.size());
    double y = top;
    pen_.line(margin, y - 9.0, margin + width, y - 9.0, 0.4, Ink::Line);
    for (const std::string& line : lines) {
      pen_.write(margin, y, line, font::small, Ink::Quiet);
      y += small_line_height;
    }
    return top - 9.0 - gap;
  }

  static constexpr Font simulated_font{12.0, true};
  Pen& pen_;
  const ReportSums& sums_;
  const std::string& name_;
  std::chrono::local_days made_on_;
};

}  // namespace

void draw_page(Pen& pen, const ReportSums& sums, const std::string& name,
               std::chrono::local_days made_on) {
  Page{pen, sums, name, made_on}.draw();
}

}  // namespace softpedal::records
