// In: a report as a file, and a folder for pictures. Out: one line of JSON: what a browser made of the page while it was
// used by mouse and keyboard. `CHROMIUM` is the browser, `/usr/bin/chromium` unless it says otherwise.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [, , file, pictures] = process.argv;
const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'report-')), {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  viewport: { width: 1280, height: 900 },
});
const page = await context.newPage();
const said = { errors: [], requests: [] };
page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.errors.push(message.text()));
page.on('pageerror', (error) => said.errors.push(String(error)));
page.on('dialog', (dialog) => (said.errors.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
page.on('request', (request) => said.requests.push(request.url()));

const url = pathToFileURL(file).href;
const shown = () => page.locator('[data-item]:visible').count();
const levels = () => page.locator('[data-item]:visible').evaluateAll((items) => [...new Set(items.map((item) => item.dataset.level))]);
const emptyGroups = () =>
  page.locator('[data-group]:visible').evaluateAll((groups) => groups.filter((group) => !group.querySelector('[data-item]:not([hidden])')).length);

await page.goto(url);
said.all = await shown();
said.status = await page.locator('#count').textContent();

// Cards switch what they count.
const cards = page.locator('[data-show]');
said.cards = await cards.evaluateAll((list) => list.map((card) => [card.dataset.show, Number(card.querySelector('b').textContent)]));
for (const [level] of said.cards.slice(1)) await page.locator(`[data-show="${level}"]`).click();
said.first = { shown: await shown(), levels: await levels(), emptyGroups: await emptyGroups() };
said.pressed = await cards.evaluateAll((list) => list.map((card) => card.getAttribute('aria-pressed')));
const address = page.url();

// What is chosen stands in the address.
const other = await context.newPage();
await other.goto(address);
said.again = await other.locator('[data-item]:visible').count();
await other.close();

// By keyboard alone: the search, and back to everything.
await page.locator('#reset').press('Enter');
said.reset = await shown();
await page.evaluate(() => document.activeElement.blur());
await page.locator('body').press('/');
await page.keyboard.type(process.env.SEARCH ?? 'invoice');
said.focused = await page.evaluate(() => document.activeElement.id);
said.searched = { shown: await shown(), status: await page.locator('#count').textContent() };
said.matching = await page.locator('[data-item]:visible').evaluateAll(
  (items, word) => items.every((item) => (item.textContent + item.dataset.about).toLowerCase().includes(word)),
  (process.env.SEARCH ?? 'invoice').toLowerCase(),
);
await page.locator('#search').fill('no such thing anywhere');
said.nothing = await shown();
await page.locator('#reset').click();

// Choosing a resource.
const resources = await page.locator('#resource option').evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
await page.locator('#resource').selectOption(resources[0]);
said.resource = await page.locator('[data-item]:visible').evaluateAll((items) => [...new Set(items.map((item) => item.dataset.resource))]);
await page.locator('#reset').click();

// Choosing a product.
const products = await page.locator('#product option').evaluateAll((options) => options.map((option) => option.value).filter(Boolean));
await page.locator('#product').selectOption(products.at(-1));
said.product = await page.locator('[data-item]:visible').evaluateAll(
  (items, name) => items.length > 0 && items.every((item) => item.dataset.product.split(' ').includes(name)),
  products.at(-1),
);
said.ofProduct = await shown();
await page.locator('#reset').click();

// At both widths nothing but a matrix is wider than the page, and text can be read in both schemes.
said.widths = {};
for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 400]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    said.widths[`${width} ${colorScheme}`] = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.screenshot({ path: join(pictures, `${width}-${colorScheme}.png`) });
  }
}
said.contrast = await page.evaluate(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map(Number).map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$|transparent/.test(color)) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratio = (element) => {
    const [one, other] = [light(getComputedStyle(element).color), light(back(element))].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05);
  };
  return Math.min(...[...document.querySelectorAll('p, td, th, .card, .level, a, code, .quiet')].map(ratio));
});
await page.emulateMedia({ media: 'print' });
said.printed = await page.locator('.filters').isVisible();
said.requests = said.requests.filter((request) => !request.startsWith('file:'));
said.unlabelled = await page.locator('input, select, button').evaluateAll(
  (fields) => fields.filter((field) => !(field.labels?.length || field.textContent.trim())).length,
);
console.log(JSON.stringify(said));
await context.close();
