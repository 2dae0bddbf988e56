import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { inspectView } from '../support/browser/inspect-view.ts';
import { fillOrder, openOfficePage, pathOfShow, pressBuy } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage();

it.each([
  ['es-ES', 'A la venta', 'Comprar por 15,99 €', 'Ya tienes tus entradas', 'Mis compras'],
  ['es-AR', 'A la venta', 'Comprar por EUR 15,99', 'Ya tienes tus entradas', 'Mis compras'],
  ['en-US', 'On sale now', 'Buy for €15.99', 'You have your tickets', 'My purchases'],
  ['fr-FR', 'On sale now', 'Buy for €15.99', 'You have your tickets', 'My purchases'],
])('a browser in %s buys in its language', async (locale, list, button, done, mine) => {
  const show = await office.makeShow();
  const { page, faults } = await office.open('/', { locale, user: `buyer-${locale}` });
  expect(await page.textContent('h1')).toBe(list);
  expect(await page.getAttribute('html', 'lang')).toBe(locale.startsWith('es') ? 'es' : 'en');
  await page.click(`a[href="${pathOfShow(show)}"]`);
  await page.locator('.order').waitFor();
  const submit = page.locator('.order button[type=submit]');
  expect((await submit.textContent())?.replaceAll(/\s/g, ' ')).toBe(button);
  await fillOrder(page);
  await pressBuy(page);
  await page.locator('.tickets').waitFor();
  expect(await page.textContent('h1')).toBe(done);
  await page.click(`text=${mine}`);
  await page.locator('.purchases li').first().waitFor();
  expect(faults).toEqual([]);
});

it.each([
  ['make', '/app/organise/new'],
  ['show', `/app/organise${pathOfShow(await office.makeShow()).slice('/app'.length)}`],
])('Spanish has room in the view %s of the organiser too', async (view, path) => {
  const { page, faults } = await office.open(path, {
    locale: 'es-ES',
    viewport: { width: 320, height: 640 },
    user: 'ops',
    admin: true,
  });
  await page.fill('[name=name]', '');
  await page.click('form button[type=submit]');
  await page.locator('text=Escribe el nombre de la función.').waitFor();
  expect(await inspectView(page, `organise-${view}-spanish`, 'narrow')).toEqual([]);
  expect(faults).toEqual([]);
});

it('Spanish has room in the narrowest view, and no barrier', async () => {
  const show = await office.makeShow({ maxTicketsPerBuyer: 4 });
  const { page, faults } = await office.open(pathOfShow(show), {
    locale: 'es-ES',
    viewport: { width: 320, height: 640 },
    user: 'ana',
  });
  await page.locator('.order').waitFor();
  await pressBuy(page);
  await page.locator('.error').first().waitFor();
  expect(await inspectView(page, 'show-spanish', 'narrow')).toEqual([]);
  expect(faults).toEqual([]);
});
