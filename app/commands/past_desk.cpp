// SPDX-License-Identifier: MIT
#include "app/commands/past_desk.hpp"

#include <fmt/format.h>

#include <ranges>
#include <utility>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/history_places.hpp"
#include "app/commands/last_ride.hpp"
#include "app/commands/reading_progress.hpp"
#include "app/core/remark.hpp"
#include "app/records/activity.hpp"
#include "app/records/report.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;
using Rides = std::vector<RideSummary>;

constexpr std::chrono::hours morning_begins{5};

fs::path files_directory() { return documents_directory() / "softpedal"; }

void tell(ui::Past& past, std::string sentence, bool bad) {
  past.told = std::move(sentence);
  past.told_bad = bad;
}

}  // namespace

struct PastDesk::Shelf {
  std::unique_ptr<records::History> history{};
  std::vector<std::string> told{};  // of the work that is being done
  records::Progress progress{};

  Result<records::History*> open() {
    if (!history) {
      auto opened =
          open_history([this](const std::string& sentence) { told.push_back(sentence); }, progress);
      if (!opened) return tl::unexpected(opened.error());
      history = std::move(*opened);
    }
    for (std::string& sentence : history->take_told()) told.push_back(std::move(sentence));
    return history.get();
  }
  Result<Rides> rides() {
    return open().and_then([](records::History* opened) { return opened->rides(); });
  }
  Result<KeptRide> ride(const std::string& id) {
    return open().and_then([&](records::History* opened) { return opened->ride(id); });
  }
};

namespace {

// The rides as they are now, or why they cannot be had.
template <class Shelf>
std::function<void(ui::Past&)> rides_of(Shelf& shelf) {
  auto rides = shelf.rides();
  if (!rides) {
    return [sentence = rides.error().sentence](ui::Past& past) {
      if (!past.rides) past.rides = std::make_shared<const Rides>();
      past.reading_last = past.last_known = false;
      tell(past, sentence, true);
    };
  }
  const LastRides last = last_rides_of(*shelf.history, *rides);
  return [last, all = std::make_shared<const Rides>(std::move(*rides))](ui::Past& past) {
    past.rides = all;
    past.last = last;
    past.reading_last = false;
    past.last_known = !past.last_missing;
  };
}

std::function<void(ui::Past&)> said(std::string sentence, bool bad) {
  return [sentence = std::move(sentence), bad](ui::Past& past) { tell(past, sentence, bad); };
}

}  // namespace

PastDesk::PastDesk(asio::io_context& io, Aside aside, Listener listener)
    : io_{io},
      aside_{std::move(aside)},
      listener_{std::move(listener)},
      shelf_{std::make_shared<Shelf>()} {
  shelf_->progress = [this, &io, progress = std::make_shared<ReadingProgress>(),
                      life = std::weak_ptr{life_}](std::size_t read, std::size_t of) {
    if (!progress->due(read, of, std::chrono::steady_clock::now())) return;
    asio::post(io, [this, life, read, of] {
      if (life.expired()) return;
      past_.reading = ui::Past::Reading{read, of};
      listener_.changed();
    });
  };
}

void PastDesk::do_aside(std::function<Outcome(Shelf&)> work) {
  ++at_work_;
  past_.working = true;
  aside_([this, &io = io_, work = std::move(work), shelf = shelf_, life = std::weak_ptr{life_}] {
    Outcome outcome = work(*shelf);
    asio::post(io,
               [this, outcome = std::move(outcome), told = std::exchange(shelf->told, {}), life] {
                 if (life.expired()) return;
                 past_.working = --at_work_ > 0;
                 past_.reading.reset();
                 for (const std::string& sentence : told) listener_.told(sentence);
                 const std::string before = past_.told;
                 outcome(past_);
                 if (past_.told_bad && past_.told != before) listener_.told(past_.told);
                 listener_.changed();
               });
  });
}

void PastDesk::look() {
  past_.reading_last = past_.reading_last || !past_.rides;
  do_aside([](Shelf& shelf) -> Outcome {
    shelf.history.reset();  // opened anew, it takes in what other programs left
    return rides_of(shelf);
  });
}

void PastDesk::keep(const fs::path& journal) {
  past_.last_missing = false;
  past_.reading_last = true;
  do_aside([journal](Shelf& shelf) -> Outcome {
    const auto kept =
        shelf.open().and_then([&](records::History* history) { return history->import(journal); });
    if (!kept) {
      return [sentence = kept.error().sentence](ui::Past& past) {
        past.last_missing = true;
        past.reading_last = past.last_known = false;
        tell(past, sentence, true);
      };
    }
    return rides_of(shelf);
  });
}

void PastDesk::open(const std::string& id) {
  past_.told.clear();
  if (id.empty()) {
    past_.open.reset();
    return;
  }
  do_aside([id](Shelf& shelf) -> Outcome {
    auto ride = shelf.ride(id);
    if (!ride) return said(ride.error().sentence, true);
    return [opened = std::make_shared<const KeptRide>(std::move(*ride))](ui::Past& past) {
      past.open = opened;
    };
  });
}

void PastDesk::export_ride(const std::string& id, bool health) {
  do_aside([id, health](Shelf& shelf) -> Outcome {
    const auto ride = shelf.ride(id);
    if (!ride) return said(ride.error().sentence, true);
    const auto files = records::export_ride(*ride, files_directory(), {.health = health});
    if (!files) return said(files.error().sentence, true);
    return said((files_directory() / (id + ".fit")).string(), false);
  });
}

void PastDesk::write_report(int days, const std::string& name) {
  do_aside([days, name](Shelf& shelf) -> Outcome {
    auto rides = shelf.rides();
    if (!rides) return said(rides.error().sentence, true);
    const std::chrono::local_days last{today()};
    const fs::path file = files_directory() /
                          fmt::format("report-{}.pdf", day_text(std::chrono::year_month_day{last}));
    const auto written = records::write_report({.name = name,
                                                .from = last - std::chrono::days{days - 1},
                                                .to = last,
                                                .made_on = last,
                                                .rides = std::move(*rides)},
                                               file);
    return written ? said(file.string(), false) : said(written.error().sentence, true);
  });
}

void PastDesk::answer_morning(const std::string& id, const Morning& morning) {
  do_aside([id, morning](Shelf& shelf) -> Outcome {
    const auto kept = shelf.open().and_then(
        [&](records::History* history) { return history->answer_morning(id, morning); });
    if (!kept) return said(kept.error().sentence, true);
    return rides_of(shelf);
  });
}

std::optional<RideSummary> morning_to_ask(const Rides& rides, bool simulated,
                                          std::chrono::local_seconds now) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  if (now - today < morning_begins) return std::nullopt;
  for (const RideSummary& ride : rides | std::views::reverse) {
    const std::chrono::local_days day{day_of(ride)};
    if (ride.simulated != simulated || day > today) continue;  // a clock was wrong
    return day < today && !ride.morning ? std::optional{ride} : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace softpedal::commands
