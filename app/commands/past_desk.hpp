// SPDX-License-Identifier: MIT
// The rides of the past, for the window: read and written aside of the loop, because a ride must
// never wait for the disk. Everything but the work itself is called in the loop's thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/asio.hpp"
#include "app/core/kept_ride.hpp"
#include "app/dashboard/model.hpp"
#include "app/records/history.hpp"

namespace softpedal::commands {

class PastDesk {
 public:
  using Aside = std::function<void(std::function<void()>)>;  // where the work is done

  struct Listener {
    std::function<void()> changed{};                 // past() is another
    std::function<void(const std::string&)> told{};  // a sentence for the rider
  };
  PastDesk(asio::io_context& io, Aside aside, Listener listener);

  [[nodiscard]] const ui::Past& past() const { return past_; }

  void look();                                      // opens the history, takes in what is new
  void keep(const std::filesystem::path& journal);  // of a ride that is over, or that has grown
  void open(const std::string& id);                 // empty: none
  void export_ride(const std::string& id, bool health);  // with pain and prescription
  void write_report(int days, const std::string& name);
  void answer_morning(const std::string& id, const Morning& morning);

 private:
  struct Shelf;                                    // the history, which the work alone touches
  using Outcome = std::function<void(ui::Past&)>;  // what the work brings back to the loop

  void do_aside(std::function<Outcome(Shelf&)> work);

  asio::io_context& io_;
  Aside aside_;
  Listener listener_;
  std::shared_ptr<Shelf> shelf_;
  ui::Past past_{};
  int at_work_ = 0;
  std::shared_ptr<void> life_ = std::make_shared<char>();
};

// The ride whose morning is to be asked for now: the last one, of a day before `now`, not asked for
// yet, and from five o'clock on.
[[nodiscard]] std::optional<RideSummary> morning_to_ask(const std::vector<RideSummary>& rides,
                                                        bool simulated,
                                                        std::chrono::local_seconds now);

}  // namespace softpedal::commands
