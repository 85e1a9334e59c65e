/** Which scene a chapter's figure shows at an instant, and how much of it has happened. */
export interface SceneStage {
  readonly at: number;
  /** Name of a scene. */
  readonly show: string;
}
export interface SceneMoment {
  readonly show: string;
  /** 0 to 1; a step that has been reached shows its scene whole. */
  readonly progress: number;
}

/** Between two steps the figure rests for so long, then the next scene begins. */
const REST = 0.2;

export function sceneAt(stages: readonly SceneStage[], time: number): SceneMoment {
  const index = Math.max(
    stages.findLastIndex(({ at }) => at <= time + 1e-6),
    0
  );
  const stage = stages[index];
  const next = stages[index + 1];
  if (!stage) return { show: '', progress: 1 };
  const passed = next ? ((time - stage.at) / (next.at - stage.at) - REST) / (1 - REST) : 0;
  return next && passed > 1e-6
    ? { show: next.show, progress: passed }
    : { show: stage.show, progress: 1 };
}
