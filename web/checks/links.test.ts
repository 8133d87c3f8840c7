import { expect, test } from "vitest";
import { webLink } from "../src/links";

const good = ["http://localhost:30080", "https://demo.example.com/", "HTTPS://EXAMPLE.COM/shop", "http://[::1]:8080/"];
const noUrls = [null, "", "demo.example.com", "/shop", "http://"];
const otherSchemes = [
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  " javascript:alert(1)",
  "data:text/html,x",
  "ftp://example.com/",
];

test.each(good)("%s may be followed", (url) => {
  expect(webLink(url)).toBe(url);
});

test.each([...noUrls, ...otherSchemes])("%j may not", (url) => {
  expect(webLink(url)).toBeNull();
});
