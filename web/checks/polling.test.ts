import { expect, test } from "vitest";
import { ApiError, type StorePhase } from "../src/api";
import { isChanging, isStoppable, nextPoll, troubleOf, type Trouble } from "../src/polling";
import { makeStore } from "./stores";

const quiet: StorePhase[] = ["Ready", "Degraded", "Failed"];
const stoppable: StorePhase[] = ["Queued", "Provisioning", "Upgrading", "Repairing"];
const changing: StorePhase[] = [...stoppable, "Deleting"];
const often = 2_000;
const seldom = 10_000;

test.each(stoppable)("what is being done in phase %s can be stopped", (phase) => {
  expect(isStoppable(makeStore({ phase }))).toBe(true);
});

test.each([...quiet, "Deleting" as const])("nothing that can be stopped is done in phase %s", (phase) => {
  expect(isStoppable(makeStore({ phase }))).toBe(false);
});

test.each(changing)("a store in phase %s is changing and looked at often", (phase) => {
  expect(isChanging(makeStore({ phase }))).toBe(true);
  expect(nextPoll(true, [makeStore(), makeStore({ phase })], null)).toBe(often);
});

test.each(quiet)("a store in phase %s is not, and is looked at seldom", (phase) => {
  expect(isChanging(makeStore({ phase }))).toBe(false);
  expect(nextPoll(true, [makeStore({ phase })], null)).toBe(seldom);
});

test("without stores there is a look now and then", () => {
  expect(nextPoll(true, [], null)).toBe(seldom);
});

test("what nobody sees is not looked at", () => {
  expect(nextPoll(false, [makeStore({ phase: "Queued" })], null)).toBeNull();
  expect(nextPoll(false, [], { kind: "connection" })).toBeNull();
});

test("nobody asks again without a key", () => {
  expect(nextPoll(true, [makeStore({ phase: "Queued" })], { kind: "key", refused: false })).toBeNull();
});

const troubles: Trouble[] = [{ kind: "connection" }, { kind: "server", message: "Out of order." }];

test.each(troubles)("after trouble with the $kind it asks again soon", (trouble) => {
  expect(nextPoll(true, [makeStore()], trouble)).toBe(often);
});

test("401 asks for a key, and says whether one was refused", () => {
  expect(troubleOf(new ApiError(401, "No."), true)).toEqual({ kind: "key", refused: true });
  expect(troubleOf(new ApiError(401, "No."), false)).toEqual({ kind: "key", refused: false });
});

test("any other answer is the server's trouble, and none is the connection's", () => {
  expect(troubleOf(new ApiError(503, "Not now."), true)).toEqual({ kind: "server", message: "Not now." });
  expect(troubleOf(new ApiError(403, "Not you."), false)).toEqual({ kind: "server", message: "Not you." });
  expect(troubleOf(new TypeError("Failed to fetch"), true)).toEqual({ kind: "connection" });
  expect(troubleOf("gone", false)).toEqual({ kind: "connection" });
});
