import { type SettingValue, textOf } from '../../conventions/settings/setting-value.js';

/** Any text without control characters. */
export function anyText(helpValue: string): SettingValue {
  return textOf(helpValue, /^[^\p{Cc}]{1,1000}$/u, 'text on one line');
}

/** A message with a code. */
export function codeMessage(maxLength: number): SettingValue {
  const form = `up to ${maxLength.toLocaleString('en')} characters with {####} where the code goes`;
  return textOf('TEXT', new RegExp(`^(?=[^]{6,${maxLength}}$)[^]*\\{####\\}`, 'u'), form);
}

/** A message with a link. */
export const LINK_MESSAGE = textOf(
  'TEXT',
  /^(?=[^]{6,20000}$)[^]*\{##[^#]*##\}/u,
  'up to 20,000 characters with {##Click here##} where the link goes',
);
