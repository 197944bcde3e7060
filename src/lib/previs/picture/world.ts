// A set with everything in it for one shot: what it is lit by, who acts, where the camera is.
import * as THREE from 'three';
import type { Region } from '#lib/openset/media.ts';
import type { Condition, ReleaseSet } from '#lib/openset/set.ts';
import {
  actOf,
  cameraAt,
  markOf,
  shotSeconds,
  speedOf,
  travelled,
  turnDeg,
} from '../shot/camera.ts';
import { holds } from '../shot/holds.ts';
import { randomFrom } from '../shot/random.ts';
import type { ShotDescription } from '../shot/shot-description.ts';
import { breathe, maxStreaks, newAir } from './air.ts';
import { dress } from './dress.ts';
import { makeFall } from './fall.ts';
import { makeFigure, type Figure } from './figure.ts';
import { dispose } from './dispose.ts';
import { makeSky } from './sky.ts';
import { placeCards, placeModels, type Belongings } from './belongings.ts';

/** Regions are fractions of the picture; a thing that is not in it has none. */
export type Regions = Record<string, Region>;

/** Dressings of a set that are kept built. */
const keptDressings = 4;

const rad = THREE.MathUtils.degToRad;
/** The sun's way around the camera's axis; front light comes from beside the camera. */
const sunDeg = { front: 24, left: -72, right: 72, rim: 148, back: 178 } as const;

export class World {
  readonly scene = new THREE.Scene();
  readonly camera = new THREE.PerspectiveCamera(40, 16 / 9, 0.1, 2_500);
  readonly air = newAir();
  readonly #set: ReleaseSet;
  readonly #belongings: Belongings;
  readonly #sun = new THREE.DirectionalLight();
  readonly #fill = new THREE.DirectionalLight();
  readonly #sky = new THREE.HemisphereLight();
  readonly #conditions: Condition[];
  readonly #wardrobe = new Map<string, THREE.Object3D[]>();
  #dressedFor = '';
  #castFor = '';
  #dressed: THREE.Object3D[] = [];
  #cast: THREE.Group = new THREE.Group();
  #figures: Figure[] = [];
  #lamps: { light: THREE.PointLight; power: number; flicker: number }[] = [];
  #shot: ShotDescription | null = null;

  constructor(set: ReleaseSet, belongings: Belongings, shadowPixels = 2048) {
    this.#set = set;
    this.#belongings = belongings;
    this.#conditions = conditionsOf(set);
    this.scene.add(
      makeSky(this.air),
      this.#sun,
      this.#sun.target,
      this.#fill,
      this.#fill.target,
      this.#sky,
    );
    this.#sun.castShadow = true;
    this.#sun.shadow.mapSize.set(shadowPixels, shadowPixels);
    this.#sun.shadow.bias = -0.0005;
    this.scene.add(this.#cast);
  }

  /** What the camera is focused on, in metres from it. */
  get focusM(): number {
    const mark = markOf(this.#set.marks, this.#shot!);
    return Math.max(
      0.3,
      this.camera.position.distanceTo(
        this.#cast.position.clone().setY(mark.at[1] + mark.subjectM * 0.8),
      ),
    );
  }

  /** Gain of the picture at this hour. */
  get exposure(): number {
    return this.#set.hours[this.#shot!.time].exposure;
  }

  get palette(): ShotDescription['palette'] {
    return this.#shot!.palette;
  }

  get lensMm(): number {
    return Number(this.#shot?.lens ?? 35);
  }

  /** Builds what this shot shows. `seed` varies what its words leave open: coats, places, paces. */
  show(shot: ShotDescription, seed: number): void {
    this.#shot = shot;
    this.#dress(shot);
    const cast = JSON.stringify([shot.scene, seed]);
    if (cast !== this.#castFor) {
      this.#castFor = cast;
      this.scene.remove(this.#cast);
      dispose(this.#cast, this.#belongings);
      this.#castFigures(shot, seed);
    }
    this.#light(shot);
  }

  /** Going back and forth between two hours or places must not build them anew each time. */
  #dress(shot: ShotDescription): void {
    const key = this.#conditions.map((when) => (holds(when, shot) ? 1 : 0)).join('') + shot.weather;
    if (key === this.#dressedFor) return;
    this.#dressedFor = key;
    for (const one of this.#dressed) this.scene.remove(one);
    const known = this.#wardrobe.get(key);
    this.#dressed = known ?? this.#build(shot);
    this.#wardrobe.delete(key);
    this.#wardrobe.set(key, this.#dressed);
    const [oldest] = this.#wardrobe.keys();
    if (this.#wardrobe.size > keptDressings && oldest !== undefined) {
      for (const one of this.#wardrobe.get(oldest)!) dispose(one, this.#belongings);
      this.#wardrobe.delete(oldest);
    }
    for (const one of this.#dressed) this.scene.add(one);
    this.#putUpLamps(shot);
  }

  #build(shot: ShotDescription): THREE.Object3D[] {
    const motes =
      this.#set.motes && holds(this.#set.motes.when, shot) ? this.#set.motes : undefined;
    return [
      dress(this.#set, shot, this.air),
      ...placeCards(this.#set, shot, this.air, this.#belongings),
      ...placeModels(this.#set, shot, this.air, this.#belongings),
      ...makeFall(shot.weather, motes, this.air),
    ];
  }

  #putUpLamps(shot: ShotDescription): void {
    for (const { light } of this.#lamps) this.scene.remove(light);
    this.#lamps = this.#set.lamps
      .filter(({ when }) => holds(when, shot))
      .map(({ at, colour, power, rangeM, flicker }) => {
        const light = new THREE.PointLight(colour, power, rangeM, 1.7);
        light.position.set(...at);
        this.scene.add(light);
        return { light, power, flicker };
      });
    for (let i = 0; i < maxStreaks; i += 1) {
      const lamp = this.#lamps[i]?.light;
      this.air.lampAt.value[i]!.set(
        lamp?.position.x ?? 0,
        lamp?.position.y ?? 0,
        lamp?.position.z ?? 0,
        lamp ? Math.min(1.6, lamp.intensity / 12) : 0,
      );
      this.air.lampColour.value[i]!.set(lamp?.color ?? 0);
    }
  }

  #castFigures(shot: ShotDescription, seed: number): void {
    const random = randomFrom(seed);
    this.#cast = new THREE.Group();
    this.#cast.name = 'subject';
    this.#figures = this.#set.characters
      .filter(({ when }) => holds(when, shot))
      .map((character) => {
        const { coat } = character.colours;
        const { scarf } = character;
        const figure = makeFigure({
          character,
          coat: typeof coat === 'string' ? coat : coat[Math.floor(random() * coat.length)]!,
          scarf: scarf ? (scarf.colours[shot.scene[scarf.choice] ?? ''] ?? null) : null,
          pose: actOf(character, shot).pose,
          air: this.air,
        });
        const drift = (): number => (random() - 0.5) * 0.22;
        figure.group.position.set(character.at[0] + drift(), 0, character.at[1] + drift());
        figure.group.rotation.y = rad(character.turnDeg) + drift() * 0.4;
        figure.group.scale.multiplyScalar(0.98 + random() * 0.04);
        const phase = random() * 3;
        this.#cast.add(figure.group);
        return { ...figure, act: (seconds: number) => figure.act(seconds + phase) };
      });
    this.scene.add(this.#cast);
  }

  #light(shot: ShotDescription): void {
    const { light: from, quality } = shot;
    const hour = this.#set.hours[shot.time];
    const mark = markOf(this.#set.marks, shot);
    const isDull = shot.weather === 'rain' || shot.weather === 'fog' || shot.weather === 'snow';
    const soft = (quality === 'soft' ? 0.55 : 1) * (isDull ? 0.6 : 1);
    const round = rad(mark.axisDeg + sunDeg[from]);
    const up = rad(hour.sunHeightDeg);
    const way = new THREE.Vector3(
      Math.sin(round) * Math.cos(up),
      Math.sin(up),
      Math.cos(round) * Math.cos(up),
    );
    breathe(this.air, hour, shot.weather, this.#set.airScale, this.#set.airHeightM);
    this.air.sunWay.value.copy(way);
    this.air.wet.value = shot.ground === 'wet' || shot.weather === 'rain' ? 1 : 0;
    const middle = new THREE.Vector3(...mark.at);
    const reach = Math.max(14, mark.subjectM * 7);
    this.#sun.color.set(hour.sun);
    this.#sun.intensity = hour.sunPower * soft;
    this.#sun.position
      .copy(way)
      .multiplyScalar(reach * 4)
      .add(middle);
    this.#sun.target.position.copy(middle);
    // A surface must clear the texel that it is shaded from, or it speckles itself.
    this.#sun.shadow.normalBias = Math.max(0.03, ((2 * reach) / this.#sun.shadow.mapSize.x) * 1.6);
    this.#sun.shadow.radius = quality === 'soft' ? 8 : 2;
    Object.assign(this.#sun.shadow.camera, {
      left: -reach,
      right: reach,
      top: reach,
      bottom: -reach,
      near: 1,
      far: reach * 9,
    });
    this.#sun.shadow.camera.updateProjectionMatrix();
    this.#sky.color.set(hour.sky);
    this.#sky.groundColor.set(hour.bounce);
    this.#sky.intensity = hour.skyPower * (quality === 'soft' ? 1.35 : 1) * (isDull ? 1.15 : 1);
    // Faces are never quite black: a weak light from the camera's side, in the sky's colour.
    const front = rad(mark.axisDeg + 28);
    this.#fill.color.set(hour.sky);
    this.#fill.intensity = hour.skyPower * 0.32;
    this.#fill.position.set(Math.sin(front) * 10, 6, Math.cos(front) * 10).add(middle);
    this.#fill.target.position.copy(middle);
  }

  /** Puts camera and figures where they are at `at` (0 to 1) of the shot. */
  moveTo(at: number, aspect: number): void {
    const shot = this.#shot!;
    const mark = markOf(this.#set.marks, shot);
    const speed = speedOf(this.#set.characters, shot);
    const seconds = at * shotSeconds;
    this.air.seconds.value = seconds + 40;
    for (const figure of this.#figures) figure.act(seconds);
    for (const { light, power, flicker } of this.#lamps)
      light.intensity =
        power *
        (1 -
          flicker *
            (0.5 + 0.5 * Math.sin(seconds * 17 + light.position.x) * Math.sin(seconds * 7.3)));
    const walk = rad(mark.axisDeg + turnDeg[shot.view]);
    const along = travelled(mark, shot, speed, at);
    this.#cast.position.set(
      mark.at[0] + Math.sin(walk) * along,
      mark.at[1],
      mark.at[2] + Math.cos(walk) * along,
    );
    this.#cast.rotation.y = walk;
    const pose = cameraAt(shot, mark, { aspect, at, speed });
    this.camera.position.set(...pose.position);
    this.camera.rotation.set(rad(pose.pitchDeg), rad(pose.yawDeg), rad(pose.rollDeg), 'YXZ');
    this.camera.fov = pose.fovDeg;
    this.camera.aspect = aspect;
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
    for (const one of this.#dressed)
      if (one.userData.facesCamera)
        one.rotation.y = Math.atan2(
          this.camera.position.x - one.position.x,
          this.camera.position.z - one.position.z,
        );
  }

  /** Where the sun stands on the picture, from its lower left, and whether it is before the camera. */
  sunOnPicture(): { at: THREE.Vector2; ahead: boolean } {
    const way = this.air.sunWay.value;
    const far = this.camera.position.clone().addScaledVector(way, 300).project(this.camera);
    const ahead = way.dot(this.camera.getWorldDirection(new THREE.Vector3())) > 0;
    return { at: new THREE.Vector2((far.x + 1) / 2, (far.y + 1) / 2), ahead };
  }

  /** Boxes of the named things on the picture, the largest of each name. */
  regions(): Regions {
    this.scene.updateMatrixWorld();
    const found: Regions = {};
    this.scene.traverse((part) => {
      if (!part.name || part.name === 'sky' || part.name === 'fall' || part.name === 'wheel')
        return;
      const region = regionOf(part, this.camera);
      const before = found[part.name];
      if (region && (!before || region[2] * region[3] > before[2] * before[3]))
        found[part.name] = region;
    });
    const sun = this.sunOnPicture();
    if (sun.ahead && sun.at.x > 0 && sun.at.x < 1 && sun.at.y > 0 && sun.at.y < 1)
      found.sun = cut(sun.at.x - 0.07, 1 - sun.at.y - 0.12, 0.14, 0.24);
    found.ground ??= [0.12, 0.76, 0.76, 0.2];
    found.air ??= [0.3, 0.24, 0.4, 0.3];
    return found;
  }

  dispose(): void {
    for (const dressing of this.#wardrobe.values())
      for (const one of dressing) dispose(one, this.#belongings);
    dispose(this.scene, this.#belongings);
    this.#sun.shadow.dispose();
  }
}

/** Every condition that something in the set hangs on, once. */
function conditionsOf(set: ReleaseSet): Condition[] {
  const parts = [...set.pieces, ...Object.values(set.groups).flat(), ...set.lamps, ...set.cards];
  const all = [...parts, ...set.models, ...(set.motes ? [set.motes] : [])].map(({ when }) => when);
  return [...new Map(all.map((when) => [JSON.stringify(when), when])).values()];
}

/**
 * The box around a thing's corners as the camera sees them. Many corners of a merged mesh may lie
 * behind the camera; what shows counts.
 */
function regionOf(part: THREE.Object3D, camera: THREE.Camera): Region | null {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  const corner = new THREE.Vector3();
  part.traverse((one) => {
    if (!(one instanceof THREE.Mesh)) return;
    const points = (one.geometry as THREE.BufferGeometry).getAttribute('position');
    const stride = Math.max(1, Math.floor(points.count / 600));
    for (let i = 0; i < points.count; i += stride) {
      corner
        .fromBufferAttribute(points as THREE.BufferAttribute, i)
        .applyMatrix4(one.matrixWorld)
        .project(camera);
      if (corner.z > 1 || Math.abs(corner.x) > 1.3 || Math.abs(corner.y) > 1.3) continue;
      left = Math.min(left, (corner.x + 1) / 2);
      right = Math.max(right, (corner.x + 1) / 2);
      top = Math.min(top, (1 - corner.y) / 2);
      bottom = Math.max(bottom, (1 - corner.y) / 2);
    }
  });
  if (right <= left || bottom <= top) return null;
  const region = cut(left, top, right - left, bottom - top);
  return region[2] > 0.005 && region[3] > 0.005 ? region : null;
}

function cut(x: number, y: number, width: number, height: number): Region {
  const within = (value: number): number => Math.max(0, Math.min(1, value));
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  const [left, top] = [round(within(x)), round(within(y))];
  return [left, top, round(within(x + width) - left), round(within(y + height) - top)];
}
