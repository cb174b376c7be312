// SPDX-License-Identifier: MIT
// Runs one sub-command as a user would and keeps what it said.
#pragma once

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "app/commands/commands.hpp"

namespace softpedal::commands {

struct Said {
  int status;
  std::string out, err;
};

// A status of -1: the words were not understood, or only help was asked for.
inline Said run(void (*add)(CLI::App&, int&), std::vector<std::string> words) {
  CLI::App app;
  app.require_subcommand(1);
  int status = 0;
  add(app, status);
  std::reverse(words.begin(), words.end());  // CLI11 takes them so
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    app.parse(words);
  } catch (const CLI::ParseError&) {
    status = -1;
  }
  std::fflush(nullptr);
  const std::string out = testing::internal::GetCapturedStdout();
  return {status, out, testing::internal::GetCapturedStderr()};
}

}  // namespace softpedal::commands
