// SwarmUI: `{"sui_image_params": {…}, "sui_extra_data": {…}}` under `parameters` or in the user comment.
import { asNumber, asSeed, asText, isRecord } from '../json.ts';
import type { Passage } from './passage.ts';
import { blankReading, more, type Reading } from './reading.ts';

export function readSwarmUi(passage: Passage): Reading | null {
  const { locator } = passage;
  const record = passage.text.includes('sui_image_params') ? passage.record : null;
  if (!isRecord(record?.sui_image_params)) return null;
  const params = record.sui_image_params;
  const extra = isRecord(record.sui_extra_data) ? record.sui_extra_data : {};
  // Where random and wildcard syntax was filled in, what was typed is kept beside it.
  const typed = asText(extra.original_prompt) ?? asText(params.original_prompt);
  const seen = asText(params.prompt);
  return {
    ...blankReading('swarmui', locator, 'SwarmUI'),
    prompt: typed ?? seen,
    effectivePrompt: typed !== null && typed !== seen ? seen : null,
    negativePrompt: asText(params.negativeprompt),
    seed: asSeed(params.seed),
    steps: asNumber(params.steps),
    cfgScale: asNumber(params.cfgscale),
    model: asText(params.model),
    sampler: asText(params.sampler),
    more: more({
      'run.scheduler': asText(params.scheduler),
      'run.toolVersion': asText(params.swarm_version),
    }),
  };
}
