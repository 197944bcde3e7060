// The order in which nodes write their widgets, for files of the UI format, where values carry no names.
//
// Needed because the frontend leaves unconnected widget inputs out of what it embeds
// [ComfyUI_frontend:src/utils/litegraphUtil.ts `compressWidgetInputSlots`]. The words the frontend
// writes after a seed ("randomize", …) are not listed: they are recognised by their values.

/** Widget names by node type, space-separated, in the order of the node's definition. */
export const widgetOrder: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // [ComfyUI:nodes.py]
    KSampler: 'seed steps cfg sampler_name scheduler denoise',
    KSamplerAdvanced:
      'add_noise noise_seed steps cfg sampler_name scheduler start_at_step end_at_step return_with_leftover_noise',
    CLIPTextEncode: 'text',
    CheckpointLoaderSimple: 'ckpt_name',
    CheckpointLoader: 'config_name ckpt_name',
    unCLIPCheckpointLoader: 'ckpt_name',
    DiffusersLoader: 'model_path',
    UNETLoader: 'unet_name weight_dtype',
    LoraLoader: 'lora_name strength_model strength_clip',
    LoadImage: 'image',
    LoadImageMask: 'image channel',
    ConditioningAverage: 'conditioning_to_strength',
    GLIGENTextBoxApply: 'text width height x y',
    // [ComfyUI:comfy_extras/nodes_custom_sampler.py]
    SamplerCustom: 'add_noise noise_seed cfg',
    RandomNoise: 'noise_seed',
    KSamplerSelect: 'sampler_name',
    BasicScheduler: 'scheduler steps denoise',
    KarrasScheduler: 'steps sigma_max sigma_min rho',
    ExponentialScheduler: 'steps sigma_max sigma_min',
    PolyexponentialScheduler: 'steps sigma_max sigma_min rho',
    SDTurboScheduler: 'steps denoise',
    BetaSamplingScheduler: 'steps alpha beta',
    VPScheduler: 'steps beta_d beta_min eps_s',
    LaplaceScheduler: 'steps sigma_max sigma_min mu beta',
    CFGGuider: 'cfg',
    DualCFGGuider: 'cfg_conds cfg_cond2_negative',
    PerpNegGuider: 'cfg neg_scale',
    // [ComfyUI:comfy_extras/nodes_lt.py, nodes_align_your_steps.py, nodes_gits.py, nodes_optimalsteps.py,
    // nodes_flux.py, nodes_video_model.py]
    LTXVScheduler: 'steps max_shift base_shift stretch terminal',
    AlignYourStepsScheduler: 'model_type steps denoise',
    GITSScheduler: 'coeff steps denoise',
    OptimalStepsScheduler: 'model_type steps denoise',
    Flux2Scheduler: 'steps width height',
    ImageOnlyCheckpointLoader: 'ckpt_name',
    // [ComfyUI:comfy_extras/nodes_clip_sdxl.py, nodes_flux.py, nodes_sd3.py, nodes_hidream.py,
    // nodes_hunyuan.py, nodes_lumina2.py, nodes_pixart.py, nodes_cond.py, nodes_qwen.py, nodes_ace.py]
    CLIPTextEncodeSDXL: 'width height crop_w crop_h target_width target_height text_g text_l',
    CLIPTextEncodeSDXLRefiner: 'ascore width height text',
    CLIPTextEncodeFlux: 'clip_l t5xxl guidance',
    CLIPTextEncodeSD3: 'clip_l clip_g t5xxl empty_padding',
    CLIPTextEncodeHiDream: 'clip_l clip_g t5xxl llama',
    CLIPTextEncodeHunyuanDiT: 'bert mt5xl',
    TextEncodeHunyuanVideo_ImageToVideo: 'prompt image_interleave',
    CLIPTextEncodeLumina2: 'system_prompt user_prompt',
    CLIPTextEncodePixArtAlpha: 'width height text',
    CLIPTextEncodeControlnet: 'text',
    TextEncodeQwenImageEdit: 'prompt',
    TextEncodeQwenImageEditPlus: 'prompt',
    TextEncodeAceStepAudio: 'tags lyrics lyrics_strength',
    // [ComfyUI:comfy_extras/nodes_primitive.py, nodes_string.py, nodes_logic.py]
    PrimitiveString: 'value',
    PrimitiveStringMultiline: 'value',
    PrimitiveInt: 'value',
    PrimitiveFloat: 'value',
    PrimitiveBoolean: 'value',
    StringConcatenate: 'string_a string_b delimiter',
    StringReplace: 'string find replace',
    ComfySwitchNode: 'switch',
    // [ComfyUI:comfy_extras/nodes_video.py, nodes_audio.py]
    LoadVideo: 'file',
    LoadAudio: 'audio',
    // [ComfyUI:comfy_api_nodes/nodes_minimax.py]
    MinimaxTextToVideoNode: 'prompt_text model seed',
    MinimaxImageToVideoNode: 'prompt_text model seed',
    MinimaxSubjectToVideoNode: 'prompt_text model seed',
    MinimaxHailuoVideoNode: 'prompt_text seed prompt_optimizer duration resolution',
    // [ComfyUI:comfy_api_nodes/nodes_luma.py]
    LumaVideoNode: 'prompt model aspect_ratio resolution duration loop seed',
    LumaImageToVideoNode: 'prompt model resolution duration loop seed',
    LumaImageNode: 'prompt model aspect_ratio seed style_image_weight',
    // [ComfyUI:comfy_api_nodes/nodes_bytedance.py]
    ByteDanceTextToVideoNode:
      'model prompt resolution aspect_ratio duration seed camera_fixed watermark',
    ByteDanceImageToVideoNode:
      'model prompt resolution aspect_ratio duration seed camera_fixed watermark',
    // [rgthree/rgthree-comfy:py/power_prompt.py, py/seed.py]
    'Power Prompt (rgthree)': 'prompt',
    'Power Prompt - Simple (rgthree)': 'prompt',
    'Seed (rgthree)': 'seed',
    // [kijai/ComfyUI-WanVideoWrapper:nodes.py]
    WanVideoTextEncode: 'positive_prompt negative_prompt',
    WanVideoModelLoader: 'model base_precision quantization load_device',
    WanVideoSampler: 'steps cfg shift seed force_offload scheduler',
    // [jags111/efficiency-nodes-comfyui:efficiency_nodes.py]
    'Efficient Loader':
      'ckpt_name vae_name clip_skip lora_name lora_model_strength lora_clip_strength positive negative',
    // [city96/ComfyUI-GGUF:nodes.py]
    UnetLoaderGGUF: 'unet_name',
  }),
);
