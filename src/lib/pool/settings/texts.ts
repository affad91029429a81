import { type SettingValue, textOf } from '../../conventions/settings/setting-value.js';
import { parsePasted } from '../../text/pasted-text.js';

/** Any text without control characters. */
export function anyText(helpValue: string): SettingValue {
  return textOf(helpValue, /^[^\p{Cc}]{1,1000}$/u, 'text on one line');
}

export const ROLE = textOf('ARN', /^arn:[\w-]+:iam::\d{12}:role\/\S+$/, 'the ARN of a role');

export const REGION = textOf('REGION', /^[a-z]{2}(?:-[a-z]+)+-\d$/, 'a region, such as us-east-1');

export const KMS_KEY = textOf('ARN', /^arn:[\w-]+:kms:[\w-]+:\d{12}:(?:key|alias)\/\S+$/, 'the ARN of a KMS key');

/** Mail with a code. */
export const CODE_MAIL = withoutControls(codeMessage(20_000), /[\t\n\r]/g);

/** A text message with a code, which is on one line. */
export const CODE_SMS = withoutControls(codeMessage(140));

function codeMessage(maxLength: number): SettingValue {
  const form = `up to ${maxLength.toLocaleString('en')} characters with {####} where the code goes`;
  return textOf('TEXT', new RegExp(`^(?=[^]{6,${maxLength}}$)[^]*\\{####\\}`, 'u'), form);
}

/** Mail with a link. */
export const LINK_MAIL = withoutControls(
  textOf(
    'TEXT',
    /^(?=[^]{6,20000}$)[^]*\{##[^#]*##\}/u,
    'up to 20,000 characters with {##Click here##} where the link goes',
  ),
  /[\t\n\r]/g,
);

/** Refuses control characters by name and position, except for those in `accepted`: Cognito takes white space in mail. */
function withoutControls(value: SettingValue, accepted?: RegExp): SettingValue {
  return {
    ...value,
    parse: (text, name) => {
      parsePasted(accepted === undefined ? text : text.replaceAll(accepted, ' '), name, 'USAGE', 'prose');
      return value.parse(text, name);
    },
  };
}
