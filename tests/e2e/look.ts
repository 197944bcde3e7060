// Looking at a page by machine: its structure, its sizes (EXPERIENCE, Appendix B).
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rules of axe that the page breaks. */
export async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .options({
      runOnly: {
        type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      },
      rules: {
        'target-size': { enabled: true },
        'color-contrast-enhanced': { enabled: true },
        'css-orientation-lock': { enabled: true },
        'label-content-name-mismatch': { enabled: true },
        'focus-order-semantics': { enabled: true },
      },
    })
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Controls that are smaller than a finger (rule 9), and what sticks out sideways (rule 28). */
export const misfits = (page: Page) =>
  page.evaluate(() => {
    const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const controls = [
      ...document.querySelectorAll(
        'button, a[href], input, select, [role=button], [role=slider], [role=tab], [role=switch]',
      ),
    ].filter(shown);
    const small = controls.filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return Math.min(width, height) < 60 && !element.closest('.visually-hidden');
    });
    const wide = [...document.querySelectorAll('main *, dialog *')].filter((element) => {
      const { overflowX } = getComputedStyle(element);
      return (
        shown(element) &&
        overflowX === 'visible' &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 0
      );
    });
    const isInStrip = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || isInStrip(element.parentElement));
    const outside = controls.filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (left < -1 || right > innerWidth + 1) && !isInStrip(element);
    });
    const name = (element: Element) => element.outerHTML.slice(0, 120);
    return { small: small.map(name), wide: wide.map(name), outside: outside.map(name) };
  });

/** What `misfits` finds on a page that fits. */
export const fits = { small: [], wide: [], outside: [] };
