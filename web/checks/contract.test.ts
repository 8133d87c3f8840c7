/// <reference types="vite/client" />
// What is made from the contract is what it would be made from it now; `npm run contract` makes it anew.
import openapiTS, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";
import { parse } from "yaml";
import source from "../../docs/openapi.yaml?raw";
import { describeApi, type Contract } from "./apiDocument";

test("the page's types are the contract's", async () => {
  const types = astToString(await openapiTS(source, { defaultNonNullable: false, emptyObjectsUnknown: true }));

  await expect(`// Made from docs/openapi.yaml by \`npm run contract\`: change that file, and run this.\n${types}`)
    .toMatchFileSnapshot("../src/contract.ts");
});

test("docs/api.md is the contract's", async () => {
  await expect(describeApi(parse(source) as Contract)).toMatchFileSnapshot("../../docs/api.md");
});
