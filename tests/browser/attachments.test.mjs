// A document by the page alone: added with its file, replaced, refused, downloaded; also without script.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { axe, shot, start } from "../lib/entente.mjs";

const HEAD = "helene.brandt@altmark-motoren.example";
const file = (name, text) => ({ name, mimeType: "application/pdf", buffer: Buffer.from(text) });

describe("documents on pages", () => {
  let site;
  before(async () => (site = await start({ workspace: "demo" })));
  after(() => site?.stop());

  for (const [width, javaScriptEnabled] of [[1280, true], [360, false]]) {
    test(`added, refused, replaced and downloaded at ${width} pixels${javaScriptEnabled ? "" : " without script"}`, async () => {
      const page = await site.page({ email: HEAD, width, javaScriptEnabled });
      await page.goto("/alliances?name=Mobility");
      await page.goto(await page.locator("main tbody a", { hasText: "Mobility" }).first().getAttribute("href"));
      const part = page.locator("#documents");
      assert.match(await part.innerText(), /The joint venture in one page/);
      assert.match(await part.innerText(), /PDF, 2\sKB/);
      if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
      await shot(page, `documents-alliance-${width}`);
      await part.getByRole("link", { name: "Add a document" }).click();
      await page.setInputFiles("#field-file", file("plan.pdf", "<html>"));
      await page.locator("main form.record-form button.btn-primary").click();
      await page.locator("#field-file-error").waitFor();
      await shot(page, `document-refused-${width}`);
      await page.setInputFiles("#field-file", file("plan.pdf", "%PDF-1.4 first"));
      await page.locator("main form.record-form button.btn-primary").click();
      await page.locator("#documents").getByRole("link", { name: "plan.pdf", exact: true }).first().click();
      await page.setInputFiles("#field-file", file("plan two.pdf", "%PDF-1.4 second"));
      await page.getByRole("button", { name: "Send the file" }).click();
      await page.getByRole("link", { name: "Download plan two.pdf" }).waitFor();
      assert.equal(await page.locator("main li a[download]").count(), 2);
      if (javaScriptEnabled) assert.deepEqual(await axe(page), []);
      await shot(page, `document-${width}`);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download plan two.pdf" }).click()]);
      assert.equal(download.suggestedFilename(), "plan two.pdf");
      assert.equal(readFileSync(await download.path(), "utf8"), "%PDF-1.4 second");
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
});
