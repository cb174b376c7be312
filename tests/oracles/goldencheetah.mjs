// SPDX-License-Identifier: MIT
// Holds what GoldenCheetah computed of our files against the rides themselves:
//   node goldencheetah.mjs RIDE_DB NAMES FOLDER_OF_RIDES
// NAMES tells which file is which ride; what must be read stands in NAME.json (oracle_activity.cpp).
import { readFileSync } from "node:fs";
import path from "node:path";

const [cache, names, folder] = process.argv.slice(2);
const text = (file) => readFileSync(file, "utf8").replace(/^\ufeff/, "");
const rides = JSON.parse(text(cache)).RIDES;
const ride_of = new Map(text(names).trim().split("\n").map((line) => line.split(" ")));

let compared = 0;
let wrong = 0;
function same(where, what, ours, theirs, off = 0) {
  ++compared;
  const equal = typeof ours === "string" ? ours === theirs : Math.abs(ours - theirs) <= off;
  if (!equal && ++wrong <= 20) {
    console.error(`${where}: ${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
  }
}
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

for (const { filename, METRICS, TAGS } of rides) {
  const name = ride_of.get(filename);
  const { points, seconds } = JSON.parse(text(path.join(folder, `${name}.json`)));
  const where = `${name}, GoldenCheetah of ${path.extname(filename)}`;
  if (filename.endsWith(".fit")) {
    same(where, "sport", "Bike", TAGS.Sport?.trim());
    same(where, "sub-sport", "home trainer", TAGS.SubSport?.trim());  // its word for indoor cycling
  }
  // One line of CSV is too few for it.
  if (filename.endsWith(".csv") && points.length < 2) continue;
  const metric = (of) => Number([METRICS?.[of] ?? NaN].flat()[0]);
  const values = (of) => points.map((point) => point[of]).filter((value) => value !== null);
  const [first, last] = [points[0], points.at(-1)];
  // What was not measured counts as 0 there, a second that was lost it makes up, and the pauses of
  // a CSV are time at 0 W.
  const watts = points.map((point) => point.power ?? 0);
  const joules = mean(watts) * watts.length;
  same(where, "seconds", last.at - first.at + 1, metric("workout_time"), 1);
  same(where, "work in kJ", joules / 1000, metric("total_work"), 0.03);
  const watts_mean = joules / (filename.endsWith(".csv") ? seconds : watts.length);
  same(where, "mean power", watts_mean, metric("average_power"), 0.1);
  same(where, "mean cadence", mean(values("cadence")), metric("average_cad"), 0.1);
  if (last.distance > 0) {  // to the end of its last second
    same(where, "distance in km", last.distance / 1000, metric("total_distance"), 0.004);
  }
  if (values("heart_rate").length > 0) {
    same(where, "mean heart rate", mean(values("heart_rate")), metric("average_hr"), 0.5);
  }
}
console.log(`${compared} values of ${rides.length} files compared with GoldenCheetah, ${wrong} differ`);
if (wrong !== 0 || compared < 150) process.exit(1);
