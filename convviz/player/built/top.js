/* running reveal top: befb69c2b0f6de4a2e1f12aa3c499a16 */
var b=["running","rerunRequested"],p=()=>b.includes(document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state"));var x=10,w=1e4,y=1500;function d(){new MutationObserver(s=>{for(let t of s){let e=t.target;if(!e.matches("[data-testid=stCheckbox][data-selected=true]"))continue;let o=e.closest("[class*=st-key-]")?.className,[,n]=o?.match(/st-key-show_(\w+)/)??[];new l(`.st-key-${n??"views"}`)}}).observe(document.body,{subtree:!0,attributeFilter:["data-selected"]})}var l=class{constructor(t){this.selector=t,this.until=performance.now()+w,this.frames=0,this.given=new AbortController;for(let e of["wheel","keydown","pointerdown"])addEventListener(e,()=>this.given.abort(),{capture:!0,passive:!0,signal:this.given.signal});this.#t()}#t=()=>{if(this.given.signal.aborted||performance.now()>this.until)return this.given.abort();let t=document.querySelector(this.selector),{y:e,height:o}=t?.getBoundingClientRect()??{y:0,height:0},n=`${e} ${o}`;if(this.frames=o&&!p()&&n===this.place?this.frames+1:0,this.place=n,this.frames!==x)return requestAnimationFrame(this.#t);if(this.until=Math.min(this.until,performance.now()+y),requestAnimationFrame(this.#t),document.documentElement.classList.contains("convviz-presenting"))return;let r=matchMedia("(prefers-reduced-motion: reduce)").matches;t.scrollIntoView({block:"nearest",behavior:r?"instant":"smooth"})}};var z=`
.convviz-top {
  box-sizing: border-box; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px;
  min-height: 46px; padding: 5px 16px; font: 0.875rem/1.3 var(--st-font);
  background: var(--st-background-color); color: var(--st-text-color);
}
.convviz-top [hidden] { display: none !important; }
.convviz-top nav { flex: 1 1 0; min-width: 0; display: flex; }
.convviz-top :is(button, a) {
  box-sizing: border-box; min-width: 36px; min-height: 36px; padding: 6px 10px; border-radius: 8px;
  color: inherit; font: inherit;
}
.convviz-top button { border: 1px solid var(--st-border-color); background: var(--st-background-color); cursor: pointer; }
.convviz-top a { display: inline-flex; align-items: center; border: 1px solid transparent; text-decoration: none; }
.convviz-top :is(button, a):hover { background: var(--st-secondary-background-color); }
.convviz-top :is(button, a):focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.convviz-top [aria-current] { background: var(--st-secondary-background-color); font-weight: 600; }
.convviz-top svg { display: block; width: 20px; height: 20px; margin: auto; fill: currentColor; }
.convviz-corner { display: flex; flex-wrap: wrap; gap: 8px; margin-left: auto; }
.convviz-lessons > button { display: flex; align-items: center; gap: 8px; }
.convviz-lessons h2 { margin: 0; padding: 0 10px; font: inherit; color: inherit; opacity: 0.75; }
.convviz-lessons ul { display: flex; margin: 0; padding: 0; list-style: none; }
/* All in one row: a line for the name of each group. */
.convviz-all:not([popover]) { display: flex; margin-left: -10px; }
.convviz-all:not([popover]) section { flex: none; display: flex; white-space: nowrap; }
.convviz-all:not([popover]) section + section { margin-left: 6px; padding-left: 6px; border-left: 1px solid var(--st-border-color); }
.convviz-all:not([popover]) h2 { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
/* Behind a button, where a row is too short for them. */
.convviz-all[popover] {
  box-sizing: border-box; margin: 0; inset: auto auto auto 8px; max-width: calc(100vw - 16px); overflow: auto;
  padding: 12px; border: 1px solid var(--st-border-color); border-radius: 12px; box-shadow: 0 8px 30px #0003;
  background: var(--st-background-color); color: var(--st-text-color);
}
.convviz-all:popover-open { display: flex; flex-wrap: wrap; gap: 12px 24px; }
.convviz-all[popover] ul { flex-direction: column; }
.convviz-all[popover] a { display: flex; }
@media (pointer: coarse) { .convviz-top :is(button, a) { min-width: 44px; min-height: 44px; } }
@media (forced-colors: active) {
  .convviz-top a { border-color: Canvas; }
  .convviz-top [aria-current] { border-color: Highlight; }
}
@media print { .convviz-top { display: none; } }
`,k="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z",L="M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z",C=["lang","embed","embed_options"],u=new WeakMap;function E({data:s,parentElement:t,setTriggerValue:e}){let o=u.get(t)??new c(t);return u.set(t,o),o.update(s,n=>setTimeout(()=>e("language",n))),()=>{}}var c=class{constructor(t){this.lessons=new h,this.corner=i("div",{className:"convviz-corner"}),this.corner.hidden=/[?&]embed=true/i.test(location.search),this.element=i("div",{className:"convviz-top"},this.lessons.element,this.corner),t.append(i("style",{textContent:z}),this.element),globalThis.navigation?.addEventListener("currententrychange",()=>this.#e()),this.scheme=globalThis.convvizScheme,this.scheme?.addEventListener("change",()=>this.#t()),d(),new ResizeObserver(()=>this.lessons.fit()).observe(this.element)}update(t,e){this.data=t,document.documentElement.lang=t.tag,this.theme=v("","",()=>this.scheme.turn()),this.theme.hidden=!this.scheme;let o=[...this.corner.children].indexOf(this.element.getRootNode().activeElement);this.corner.replaceChildren(...t.others.map(({language:n,tag:r,name:a})=>v(a,r,()=>e(n))),this.theme),this.corner.children[o]?.focus(),this.lessons.update(t),this.#t(),this.#e()}#t(){let t=this.scheme?.matches;this.theme.title=this.theme.ariaLabel=t?this.data.light:this.data.dark,this.theme.innerHTML=m(k)}#e(){if(!this.element.isConnected)return;let t=new URL(location.href);t.searchParams.get("lang")!==this.data.language&&(t.searchParams.set("lang",this.data.language),history.replaceState(history.state,"",t))}},h=class{constructor(){this.button=i("button",{type:"button",ariaExpanded:"false"}),this.list=i("div",{className:"convviz-all"}),this.button.popoverTargetElement=this.list,this.list.addEventListener("toggle",({newState:t})=>this.#t(t==="open")),this.element=i("nav",{className:"convviz-lessons"},this.button,this.list)}update({contents:t,lessons:e,page:o}){let n=JSON.stringify([t,e,o]);if(n===this.told)return;this.told=n,this.element.ariaLabel=e;let r=t.flatMap(a=>a.pages).find(({address:a})=>a===o)?.title;this.button.innerHTML=m(L),this.button.append(i("span",{textContent:r??e})),this.button.ariaLabel=r?`${e}: ${r}`:e,this.list.replaceChildren(...t.map(({title:a,pages:f})=>i("section",{},i("h2",{textContent:a}),i("ul",{},...f.map(g=>i("li",{},this.#e(g,o))))))),this.fit()}fit(){!this.element.isConnected||this.list.matches(":popover-open")||(this.list.removeAttribute("popover"),this.button.hidden=!0,!(this.list.offsetLeft+this.list.scrollWidth<=this.element.offsetLeft+this.element.clientWidth)&&(this.list.popover="auto",this.button.hidden=!1))}#t(t){if(this.button.ariaExpanded=t,!t){this.fit(),[document.body,this.element.getRootNode().host].includes(document.activeElement)&&this.button.focus();return}let e=this.button.getBoundingClientRect().bottom+6;this.list.style.top=`${e}px`,this.list.style.maxHeight=`calc(100dvh - ${e+8}px)`,this.list.querySelector("[aria-current], a")?.focus()}#e({address:t,title:e},o){let n=i("a",{textContent:e,target:"_self",href:new URL(t||".",document.baseURI),onclick:r=>this.#o(r,n)});return t===o&&(n.ariaCurrent="page"),n}async#o(t,e){if(t.button||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey||(t.preventDefault(),this.list.matches(":popover-open")&&this.list.hidePopover(),e.ariaCurrent||!(await globalThis.convvizClear?.()??!0)))return;let[o,n]=[new URL(e.href),new URL(location.href)];for(let r of C)for(let a of n.searchParams.getAll(r))o.searchParams.append(r,a);history.pushState(null,"",o),dispatchEvent(new PopStateEvent("popstate",{state:null}))}};function i(s,t,...e){let o=Object.assign(document.createElement(s),t);return o.append(...e),o}function v(s,t,e){return i("button",{type:"button",textContent:s,lang:t,onclick:e})}function m(s){return`<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd" d="${s}"/></svg>`}export{E as default};
