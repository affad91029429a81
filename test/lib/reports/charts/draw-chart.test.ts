import { expect } from 'chai';

import { drawChart } from '../../../../src/lib/reports/charts/draw-chart.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** The texts of a picture, in their order. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
}

/** A number of each of its bars. */
function sizesOf(svg: string, side: 'width' | 'height'): number[] {
  return [...svg.matchAll(new RegExp(`<rect[^>]* ${side}="([\\d.]+)"`, 'g'))].map(([, size]) => Number(size));
}

describe('drawChart', () => {
  it('draws a bar for each value, as long as its number, with both', () => {
    const bars = [
      { label: 'tenant_001', count: 1_200 },
      { label: 'tenant_002', count: 600 },
      { label: 'tenant_003', count: 0 },
    ];
    const svg = drawChart({ kind: 'bars', label: 'Users by tenant', bars });
    const [most = 0, half, none] = sizesOf(svg, 'width');
    expect([half, none]).to.deep.equal([most / 2, 0]);
    expect(textsOf(svg)).to.have.members(['1,200', '600', '0', 'tenant_001', 'tenant_002', 'tenant_003']);
    expect(svg)
      .to.match(/^<svg [^>]*aria-label="Users by tenant"/)
      .and.match(/^<svg [^>]*role="img"/);
  });

  it('draws values with the same shortened label apart', () => {
    const bars = ['one', 'two'].map((end) => ({ label: `a name that is far too long ${end}`, count: 1 }));
    const svg = drawChart({ kind: 'bars', label: 'x', bars });
    expect(textsOf(svg).filter((text) => text.startsWith('a'))).to.deep.equal(
      Array.from({ length: 2 }, () => 'a name that is far to…'),
    );
    expect(sizesOf(svg, 'width').length).to.equal(2);
  });

  it('draws a bar for each month, and labels the latest', () => {
    const months = Array.from({ length: 24 }, (_, index) => ({
      label: `${2025 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
      count: index,
    }));
    const svg = drawChart({ kind: 'months', label: 'New users', months });
    expect(sizesOf(svg, 'height').length).to.equal(24);
    expect(textsOf(svg).filter((text) => text.includes('-'))).to.deep.equal([
      ...['2025-04', '2025-08', '2025-12', '2026-04', '2026-08', '2026-12'],
    ]);
  });

  it('draws the parts of a stack one after the other', () => {
    const stacks = [{ label: 'itsm_admin', counts: [1, 3, 0, 2] }];
    const svg = drawChart({ kind: 'stacks', label: 'Second factors', series: ['a', 'b', 'c', 'd'], stacks });
    const widths = sizesOf(svg, 'width');
    expect(widths.map((width) => Math.round((width / widths[0]!) * 10) / 10)).to.deep.equal([1, 3, 0, 2]);
    expect([...svg.matchAll(/fill="var\((--series-\d)\)"/g)].map(([, name]) => name)).to.deep.equal([
      ...['--series-1', '--series-2', '--series-3', '--series-4'],
    ]);
    expect(textsOf(svg)).to.have.members(['6', 'itsm_admin']);
  });

  it('has labels as text, and neither styles nor scripts', () => {
    for (const svg of [
      drawChart({
        kind: 'bars',
        label: `" onload="x${HOSTILE}`,
        bars: [
          { label: HOSTILE, count: 1 },
          { label: '\u202e', count: 2 },
        ],
      }),
      drawChart({ kind: 'stacks', label: HOSTILE, series: [HOSTILE], stacks: [{ label: HOSTILE, counts: [1] }] }),
    ]) {
      // A quoted value of an attribute ends only at its quote.
      const tags = svg.replaceAll(/="[^"]*"/g, '=""');
      expect(tags)
        .to.include('&lt;img src=x')
        .and.not.match(/<(?!\/?(?:svg|g|rect|text|line|path)\b)|\u202e/);
      expect(tags).to.not.match(/ (style|class|onload)=/);
    }
  });

  for (const chart of [
    { kind: 'bars', label: 'x', bars: [] },
    { kind: 'months', label: 'x', months: [] },
    { kind: 'stacks', label: 'x', series: [], stacks: [] },
  ] as const) {
    it(`draws ${chart.kind} of nothing`, () => {
      expect(drawChart(chart)).to.match(/^<svg /);
    });
  }
});
