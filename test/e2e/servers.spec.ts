import type { Page } from '@playwright/test';
import { expect, test, type App } from './app';
import { lookAt } from './looks';
import { card, introduce } from './screens';
import {
  isPush,
  makeServedClones,
  sendFromElsewhere,
  work,
  type ServedClones,
} from '../fixtures/served-clones';

async function openSite(app: App, folder: string, password?: string): Promise<ServedClones> {
  const site = await makeServedClones(folder, password === undefined ? {} : { password });
  await introduce(app);
  await app.call('project.create', {
    name: 'Nordlys',
    environments: [
      { name: 'Dev', path: site.dev, role: 'development' },
      { name: 'Live', path: site.live, role: 'production' },
    ],
  });
  await app.page.reload();
  await expect(card(app.page, 'Live')).toContainText(`Also sent to ${site.server.host}`);
  return site;
}

const bringOver = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Bring over 1 change/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '1 change arrived on Live.' })).toBeVisible({
    timeout: 30_000,
  });
};

test('what somebody else sent is brought over first; then the server gets what is deployed', async ({
  app,
  folder,
}) => {
  const { page } = app;
  const site = await openSite(app, folder);
  work(site);
  sendFromElsewhere(site);
  const { host } = site.server;
  await card(page, 'Live')
    .getByRole('button', { name: /^Look at the server/ })
    .click();
  await expect(card(page, 'Live')).toContainText(`${host} has 1 change more`, { timeout: 20_000 });
  await expect(card(page, 'Live')).toContainText('as of today');
  await card(page, 'Dev').getByRole('button', { name: 'Deploy changes to Live' }).click();
  await expect(page.getByText(`Somebody sent changes to ${host} that Live does not have yet.`)).toBeVisible();
  await page.getByRole('button', { name: 'Bring them over' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '1 change arrives on Live' })).toBeVisible();
  await bringOver(page);
  await page.getByRole('button', { name: 'Back to the overview' }).click();
  await card(page, 'Dev').getByRole('button', { name: 'Deploy changes to Live' }).click();
  await expect(page.getByText(`${host} gets the same, before Live does.`)).toBeVisible();
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(page.getByText(`Sent to ${host}.`)).toBeVisible({ timeout: 30_000 });
  await site.server.close();
});

test('a server that breaks off leaves the environment waiting, until it can be asked', async ({
  app,
  folder,
}) => {
  test.setTimeout(120_000);
  const { page } = app;
  const site = await openSite(app, folder);
  work(site);
  const { host } = site.server;
  let isAway = false;
  site.server.trouble = (request) => {
    if (isAway) return { kind: 'drop-upload', afterBytes: 0 };
    isAway = isPush(request);
    return isAway ? { kind: 'drop-answer', afterBytes: 0 } : undefined;
  };
  await card(page, 'Dev').getByRole('button', { name: 'Deploy changes to Live' }).click();
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'It is not known yet whether Live has the changes.' }),
  ).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Back to the overview' }).click();
  await expect(card(page, 'Live')).toContainText(`Waiting for ${host}`);
  isAway = false;
  site.server.trouble = () => undefined;
  await card(page, 'Live').getByRole('button', { name: 'Try again' }).click();
  await expect(card(page, 'Live')).toContainText('Up to date', { timeout: 20_000 });
  await expect(card(page, 'Live')).toContainText('arrived today');
  await site.server.close();
});

test('a server that asks who it is gets a name and a password once, and they are shown nowhere', async ({
  app,
  folder,
}, info) => {
  test.setTimeout(120_000);
  const { page } = app;
  const password = 'a token of 24 letters!!';
  const site = await openSite(app, folder, password);
  work(site);
  await card(page, 'Live')
    .getByRole('button', { name: /^Look at the server/ })
    .click();
  await card(page, 'Live').getByRole('button', { name: 'Sign in' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('A user name is needed.');
  await dialog.getByLabel('User name').fill('ana');
  await dialog.getByLabel('Password or access token').fill('not this one');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible({ timeout: 20_000 });
  expect(await lookAt(page, info, 'sign-in')).toEqual([]);
  await dialog.getByLabel('Password or access token').fill(password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 20_000 });
  await card(page, 'Dev').getByRole('button', { name: 'Deploy changes to Live' }).click();
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(page.getByText(`Sent to ${site.server.host}.`)).toBeVisible({ timeout: 30_000 });
  expect(await page.content()).not.toContain(password);
  await site.server.close();
});
