// What the sample renderer runs inside its headless browser.
import * as THREE from 'three';
import { drawShot, type DrawRequest, type Regions } from './draw.ts';

const renderer = new THREE.WebGLRenderer({ preserveDrawingBuffer: true, antialias: false });
document.body.append(renderer.domElement);

/** One picture as a PNG data address, with the regions of what stands in it. */
function draw(request: DrawRequest): { picture: string; regions: Regions } {
  const regions = drawShot(renderer, request);
  return { picture: renderer.domElement.toDataURL('image/png'), regions };
}

Object.assign(window, { draw });
