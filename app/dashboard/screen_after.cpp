// SPDX-License-Identifier: MIT
// After the ride, in the past tense: what was done against what was planned, how the knee is, a
// note, and where the record is. It praises nothing and scolds nothing.
#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <utility>

#include "app/dashboard/gear_words.hpp"
#include "app/dashboard/parts.hpp"
#include "app/dashboard/past_parts.hpp"

namespace softpedal::ui {
namespace {

std::string score_text(const std::optional<int>& score) {
  return score ? fmt::format("{}", *score) : std::string{"–"};
}

void leave(Frame& frame, Request where) {
  keep_after(frame);
  frame.view.writing = false;  // it is kept: nothing may follow what is asked for now
  frame.ask(std::move(where));
}

void draw_row(Frame& frame, const Rect& box, std::string_view label, std::string_view value,
              bool bad = false) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect row = box;
  canvas.write(row.take_left(row.w * 0.24F), label,
               {.size = 0.034F, .ink = theme.quiet, .ground = theme.panel});
  canvas.write(row, value,
               {.size = 0.042F, .ink = bad ? theme.over : theme.text, .ground = theme.panel});
}

void draw_done(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Snapshot& last = frame.model.ended->last;
  canvas.fill(box, canvas.theme.panel, true);
  box = box.inside(canvas.gap() * 1.6F, canvas.gap());
  const auto& fault = frame.model.ended->fault;
  const bool missing = frame.model.past.last_missing;
  const int rows = 5 + (fault ? 1 : 0) + (missing ? 1 : 0);
  const float each = box.h / static_cast<float>(rows);
  if (missing) {
    draw_row(frame, box.take_top(each), say(words::problem), say(words::not_in_history), true);
  }
  if (fault) {
    const std::string problem = last.why == Why::NoGearReaches
                                    ? no_gear_words(last.reach, frame.model.prescription.limits)
                                    : std::string{say(fault_word(*fault))};
    draw_row(frame, box.take_top(each), say(words::problem), problem);
  }
  draw_row(frame, box.take_top(each), say(words::ridden),
           say(words::ridden_of, clock_text(last.ridden), minutes_text(last.planned)));
  draw_row(frame, box.take_top(each), say(words::over_cap),
           say(words::over_cap_value, clock_text(last.over_cap), clock_text(last.over_cap_loaded)));
  draw_row(frame, box.take_top(each), say(words::work),
           say(words::work_value, with_places(last.work.count() / 1000.0, 1),
               with_places(last.revolutions, 0)));
  draw_row(frame, box.take_top(each), say(words::pain),
           say(words::pain_value, score_text(last.pain_before), score_text(last.pain_peak),
               score_text(frame.view.pain_after)));
  draw_row(frame, box, say(words::record),
           frame.model.ended->record.empty() ? say(words::no_record)
                                             : std::string_view{frame.model.ended->record});
}

// Behind what is there: the first letter must not take its place.
void write_on(ImGuiID field) {
  ImGuiInputTextState* const state = ImGui::GetInputTextState(field);
  if (state == nullptr) return;
  state->ClearSelection();
  state->Stb.cursor = state->CurLenW;
}

// The one place where text is typed: Dear ImGui knows how.
void draw_note(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect label = box.take_left(box.w * 0.30F);
  canvas.write(label, say(words::note),
               {.size = 0.034F, .ink = theme.quiet, .ground = theme.ground});
  canvas.fill(box, theme.panel, true);
  const float size = canvas.height(0.036F) * std::min(canvas.scale(), 1.4F);
  ImFont* font = canvas.letters(Face::Text, size);
  const bool pressed = canvas.press("note", box);
  const bool focused = frame.hands.focused("note");
  ImGui::PushFont(font);
  ImGui::SetWindowFontScale(size / font->FontSize);
  const auto colour = [](Colour c) { return IM_COL32(c.r, c.g, c.b, 255); };
  ImGui::PushStyleColor(ImGuiCol_FrameBg, colour(theme.panel));
  ImGui::PushStyleColor(ImGuiCol_Text, colour(theme.text));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, colour(theme.line));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {canvas.gap(), (box.h - size) / 2});
  ImGui::SetCursorScreenPos({box.x, box.y});
  ImGui::SetNextItemWidth(box.w);
  if (pressed || (focused && !frame.view.writing)) ImGui::SetKeyboardFocusHere();
  // However the window goes, what stands here is known outside of it.
  if (ImGui::InputText("##note", &frame.view.note)) hand_over_draft(frame);
  if (ImGui::IsItemActivated()) write_on(ImGui::GetItemID());
  if (ImGui::IsItemDeactivatedAfterEdit()) keep_after(frame);
  if (!focused && frame.view.writing) {
    ImGui::ClearActiveID();
    keep_after(frame);
  }
  frame.view.writing = focused;
  const float thick = canvas.height(focused ? 0.006F : 0.002F);
  canvas.outline(box.inside(thick / 2), focused ? theme.text : theme.line, std::max(1.0F, thick));
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(3);
  ImGui::SetWindowFontScale(1.0F);
  ImGui::PopFont();
}

}  // namespace

void draw_after(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::after), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  if (!frame.model.ended) return draw_closing(frame);
  const Ended& ended = *frame.model.ended;
  Rect title = rest.take_top(canvas.line(0.055F));
  canvas.write(title.take_left(title.w * 0.5F), say(ended.last.said),
               {.size = 0.055F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  if (ended.trainer.number != 0) {  // where no trainer was met there is no release to tell of
    const Word released = ended.released ? words::released : words::unreleased;
    canvas.write(title, say(released),
                 {.size = 0.038F,
                  .ink = ended.released ? theme.good : theme.over,
                  .ground = theme.ground,
                  .align = Align::Right});
  }
  rest.take_top(canvas.gap());
  Rect note = rest.take_bottom(canvas.height(0.075F));
  rest.take_bottom(canvas.gap());
  Rect knee = rest.take_bottom(canvas.height(0.18F));
  rest.take_bottom(canvas.gap());
  draw_done(frame, rest);
  canvas.write(knee.take_left(knee.w * 0.17F), say(words::pain_question),
               {.size = 0.042F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  knee.take_left(canvas.gap());
  if (const auto score = draw_scores(frame, knee, frame.view.pain_after)) {
    frame.view.pain_after = score;
    frame.view.typed_one = false;
    keep_after(frame);
  }
  draw_note(frame, note);
  if (canvas.button("done", buttons.left, say(words::done), big_with_enter(frame, "done"))) {
    leave(frame, NextLap{});
  }
  Rect right = buttons.right;
  const Rect close = right.take_top((right.h - canvas.gap()) / 2);
  right.take_top(canvas.gap());
  if (canvas.button("close", close, say(words::close), plain(theme))) leave(frame, Close{});
  if (canvas.button("progress", right, say(words::progress), plain(theme))) {
    keep_after(frame);
    frame.view.writing = false;
    open_progress(frame);
  }
}

}  // namespace softpedal::ui
