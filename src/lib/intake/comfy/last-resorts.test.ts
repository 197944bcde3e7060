import { describe, expect, it } from 'vitest';
import { node, traceApi } from './sample-graphs.ts';
import { traceComfy } from './trace.ts';

describe('what else a graph tells', () => {
  it('the roles of what was loaded', () => {
    const graph = {
      '1': node('LoadImage', { image: 'a.png' }),
      '2': node('LoadImage', { image: 'b.png' }),
      '3': node('LoadImage', { image: 'c.png' }),
      '4': node('LoadVideo', { file: 'd.mp4' }),
      '5': node('Canny', { image: ['3', 0] }),
      '6': node('SomeVideoNode', {
        prompt: 'a lane',
        first_frame: ['1', 0],
        last_frame: ['2', 0],
        control_image: ['5', 0],
        'model.reference_videos.video_1': ['4', 0],
      }),
      '7': node('SaveVideo', { video: ['6', 0] }),
    };
    expect(traceApi(graph).inputs).toEqual([
      { node: '1', role: 'firstFrame', name: 'a.png' },
      { node: '2', role: 'lastFrame', name: 'b.png' },
      { node: '4', role: 'referenceVideo', name: 'd.mp4' },
      { node: '3', role: 'controlImage', name: 'c.png' },
    ]);
  });

  it('a saver that was told the prompt, where the path to the sampler is unknown', () => {
    const graph = {
      '1': node('Unheard-of Generator', { words: 'x' }),
      '2': node('Image Saver', {
        images: ['1', 0],
        positive: 'a lane',
        negative: 'fog',
        modelname: 'dream',
      }),
    };
    expect(traceApi(graph)).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'fog',
      confidence: 'inferred',
      notes: ['from-saver'],
    });
  });

  it('the titles of encoders, where the sampler is unknown', () => {
    const graph = {
      '1': node('CLIPTextEncode', { text: 'fog', clip: ['9', 0] }, 'Negative Prompt'),
      '2': node('CLIPTextEncode', { text: 'a lane', clip: ['9', 0] }, 'Positive Prompt'),
      '3': node('Odd Engine', { a: ['1', 0], b: ['2', 0] }),
      '4': node('SaveImage', { images: ['3', 0] }),
      '9': node('CLIPLoader', { clip_name: 'x' }),
    };
    expect(traceApi(graph)).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'fog',
      confidence: 'inferred',
      notes: ['found-by-title'],
    });
  });

  it('Civitai’s own account, where the graph tells nothing', () => {
    const text = JSON.stringify({
      '1': node('LoadImage', { image: 'x.png' }),
      '2': node('SaveImage', { images: ['1', 0] }),
      extraMetadata: JSON.stringify({
        prompt: 'a lane',
        negativePrompt: 'fog',
        steps: 30,
        seed: 5,
      }),
    });
    expect(traceComfy({ api: text })).toMatchObject({
      prompt: 'a lane',
      negativePrompt: 'fog',
      steps: 30,
      seed: '5',
      confidence: 'inferred',
      notes: ['from-extra-metadata'],
    });
  });
});
