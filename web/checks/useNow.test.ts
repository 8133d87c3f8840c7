// @vitest-environment happy-dom
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useNow } from "../src/useNow";

const begin = 1_000_000;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers({ now: begin, toFake: ["Date", "setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function Clock({ ticking }: { ticking: boolean }) {
  return useNow(ticking);
}

function show(ticking: boolean) {
  const element = document.createElement("p");
  const root = createRoot(element);
  const render = (ticks: boolean) => {
    act(() => {
      root.render(createElement(Clock, { ticking: ticks }));
    });
  };
  render(ticking);
  return { time: () => Number(element.textContent), render, end: () => { act(() => { root.unmount(); }); } };
}

function pass(milliseconds: number) {
  act(() => {
    vi.advanceTimersByTime(milliseconds);
  });
}

test("time moves every second while something counts it", () => {
  const clock = show(true);
  expect(clock.time()).toBe(begin);

  pass(999);
  expect(clock.time()).toBe(begin);
  pass(1);
  expect(clock.time()).toBe(begin + 1_000);
  pass(2_000);
  expect(clock.time()).toBe(begin + 3_000);
  clock.end();
});

test("it stands still while nothing does, and is right as soon as something begins to", () => {
  const clock = show(false);
  pass(5_000);
  expect(clock.time()).toBe(begin);

  clock.render(true);
  expect(clock.time()).toBe(begin + 5_000);
  clock.end();
});

test("nothing ticks any more when the page has gone", () => {
  const clock = show(true);
  expect(vi.getTimerCount()).toBe(1);
  clock.end();
  expect(vi.getTimerCount()).toBe(0);
});
