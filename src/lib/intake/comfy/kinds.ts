// What node types are to a tracer: data, each with where it was seen. Types that are not named here
// are judged by the names of their inputs, which custom nodes copy from the core's.

/**
 * Nodes whose text comes out of a language or vision model when the graph runs, so that no file
 * holds it. ComfyUI core: TextGenerate and its kin [ComfyUI:comfy_extras/nodes_textgen.py]; partners:
 * Gemini, OpenAI, Claude, OpenRouter, MiniMax (chat, Context IR) [ComfyUI:comfy_api_nodes]; custom:
 * Florence-2, JoyCaption, WD14 tagger, Ollama, Qwen-VL, LLM party.
 */
export const writesText =
  /^textgenerate|llm|chatgpt|openai.*chat|^gemini(?!.*(image|video))|claude|openrouter|minimaxchat|contextir|ollama|deepseek|florence2|joycaption|caption|tagger|interrogat|img2prompt|prompt_?(enhanc|rewrit|generat|expan)|enhance_?prompt|^(?!.*encode).*(qwen.*vl|llava|bytedance.*llm)/i;

/** Inputs of such nodes that instruct the model and are never the film's prompt. */
export const instructions = /system|instruction|template|guideline/i;

/**
 * How instructions to a language model begin, and what they speak of. Template graphs join them with
 * the author's words into one input
 * [Comfy-Org/workflow_templates:benchmarks/image_krea2_turbo_t2i_int8.json].
 */
export const readsAsInstruction = new RegExp(
  [
    /^\s*(you are\b|you're an?\b|your (task|job|role)\b|act as\b|as an? (expert|assistant|professional)\b)/,
    /^\s*(\[?(system|meta|instruction)s?\b\]?|<\|im_start\|>|你是|您是|你的任务|请将|请根据)/,
    /^\s*(convert|rewrite|expand|enhance|improve|translate|describe|turn|refine) (the|this|my|it)\b/,
    /^\s*#+ .*(prompt|system|rewrit|expert|instruction)/,
    /\b(user'?s? (input|prompt|request|idea)|output only|return only|output format|do not explain)\b/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'i',
);

/** Text inputs in the order of trust, several of which one encoder may have [FORMATS §1.1 rule 4]. */
export const encoderTexts: readonly string[] = [
  'text_g', // [ComfyUI:comfy_extras/nodes_clip_sdxl.py]
  'text_l',
  'clip_l', // [ComfyUI:comfy_extras/nodes_flux.py, nodes_sd3.py, nodes_hidream.py]
  'clip_g',
  't5xxl',
  'llama',
  'bert', // [ComfyUI:comfy_extras/nodes_hunyuan.py]
  'mt5xl',
];

/** Text inputs of which a node has one. */
export const singleTexts: readonly string[] = [
  'text', // CLIPTextEncode and most of its kin
  'wildcard_text', // [ltdrdata/ComfyUI-Impact-Pack:modules/impact/impact_pack.py]
  'positive_prompt', // [kijai/ComfyUI-WanVideoWrapper:nodes.py]
  'text_positive', // [twri/sdxl_prompt_styler:sdxl_prompt_styler.py]
  'prompt', // rgthree Power Prompt, TextEncodeQwenImageEdit, most partner nodes
  'prompt_text', // [ComfyUI:comfy_api_nodes/nodes_minimax.py], PromptStashSaver
  'text_prompt',
  'user_prompt', // [ComfyUI:comfy_extras/nodes_lumina2.py]
  'Text', // DF_Text_Box (Derfuu), CR Text (ComfyRoll)
  'positive', // loaders that take texts: Efficient Loader, easy fullLoader
  'tags', // [ComfyUI:comfy_extras/nodes_ace.py]
  'string', // String Literal of comfy-image-saver, easy string
  'value', // PrimitiveString, PrimitiveStringMultiline
  'String',
  'populated_text',
  'part',
  'local_text',
];

/** Text inputs that hold what the picture must not show. */
export const negativeTexts: readonly string[] = ['negative_prompt', 'text_negative', 'negative'];

/** Nodes that show a text on the canvas and pass it on, and keep it: the input that the text arrives by. */
export const showsText =
  /^showtext|^previewany$|^displayany|^displaytext|^easy showanything|^show any/i;

/** Nodes that blank a conditioning: whatever text stands before them was not used. */
export const blanksConditioning = /^conditioningzeroout$|zero_?out/i;

/** Links along which bundles of model, prompts and settings travel (Impact, rgthree, easy-use, TinyTerra). */
export const pipeInputs: readonly string[] = [
  'pipe',
  'basic_pipe',
  'detailer_pipe',
  'sdxl_pipe',
  'sdxl_tuple', // [jags111/efficiency-nodes-comfyui:efficiency_nodes.py]
  'base_basic_pipe',
  'base_ctx',
  'context',
  'ctx_01',
  'ctx',
];

/** Inputs that name a model file or a service's model. */
export const modelNames: readonly string[] = [
  'ckpt_name', // CheckpointLoaderSimple and kin
  'unet_name', // UNETLoader, UnetLoaderGGUF
  'base_ckpt_name', // Eff. Loader SDXL
  'model_name',
  'model_path', // DiffusersLoader, NunchakuFluxDiTLoader
  'model', // WanVideoModelLoader, partner nodes
  'gguf_name',
  'diffusion_model',
  'checkpoint',
];

export const seedNames: readonly string[] = ['seed', 'noise_seed', 'seed_num', 'seed_value'];
export const stepNames: readonly string[] = [
  'steps',
  'num_steps',
  'steps_total',
  'num_inference_steps',
  'sampling_steps',
];
export const cfgNames: readonly string[] = ['cfg', 'cfg_scale', 'cfg_conds', 'guidance_scale'];
export const samplerNames: readonly string[] = ['sampler_name', 'sampler'];

/** Where primitives of every kind keep what they hold. */
export const primitiveNames: readonly string[] = [
  'value',
  'Value',
  'int',
  'float',
  'number',
  'Number',
  'boolean',
  'string',
];

/** Image tools that take words for what to find or to write, not for what to make. */
export const usesWordsOtherwise =
  /segment|dino|clipseg|\bsam\d?|mask|detect|caption|florence|\blama|rembg|birefnet|matting|watermark|draw ?text|text ?overlay|addlabel|add ?text|save|preview/i;

/** Partner nodes that offer a seed and never send it [ComfyUI:comfy_api_nodes/nodes_minimax.py]. */
export const seedNotSent: ReadonlySet<string> = new Set([
  'MinimaxTextToVideoNode',
  'MinimaxImageToVideoNode',
  'MinimaxSubjectToVideoNode',
  'MinimaxHailuoVideoNode',
]);

/** Partner nodes that always call one model [same source]. */
export const onlyModel: ReadonlyMap<string, string> = new Map([
  ['MinimaxHailuoVideoNode', 'MiniMax-Hailuo-02'],
]);

/**
 * Switches of partner nodes by which the service may rewrite the prompt; the rewritten text comes
 * into no file. MiniMax, Wan, Veo, Flux, Ideogram [ComfyUI:comfy_api_nodes].
 */
export const rewriteSwitches: readonly string[] = [
  'prompt_optimizer',
  'prompt_extend',
  'enhance_prompt',
  'prompt_upsampling',
  'magic_prompt_option',
  'prompt_expansion_mode',
];
