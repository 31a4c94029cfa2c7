/* running reveal top: a52626845481cef51b02be4bff9928dd */
var x=["running","rerunRequested"],p=()=>x.includes(document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state"));var w=10,y=1e4,z=1500;function d(){new MutationObserver(n=>{for(let t of n){let e=t.target;if(!e.matches("[data-testid=stCheckbox][data-selected=true]"))continue;let o=e.closest("[class*=st-key-]")?.className,[,i]=o?.match(/st-key-show_(\w+)/)??[];new l(`.st-key-${i??"views"}`)}}).observe(document.body,{subtree:!0,attributeFilter:["data-selected"]})}var l=class{constructor(t){this.selector=t,this.until=performance.now()+y,this.frames=0,this.given=new AbortController;for(let e of["wheel","keydown","pointerdown"])addEventListener(e,()=>this.given.abort(),{capture:!0,passive:!0,signal:this.given.signal});this.#t()}#t=()=>{if(this.given.signal.aborted||performance.now()>this.until)return this.given.abort();let t=document.querySelector(this.selector),{y:e,height:o}=t?.getBoundingClientRect()??{y:0,height:0},i=`${e} ${o}`;if(this.frames=o&&!p()&&i===this.place?this.frames+1:0,this.place=i,this.frames!==w)return requestAnimationFrame(this.#t);if(this.until=Math.min(this.until,performance.now()+z),requestAnimationFrame(this.#t),document.documentElement.classList.contains("convviz-presenting"))return;let r=matchMedia("(prefers-reduced-motion: reduce)").matches;t.scrollIntoView({block:"nearest",behavior:r?"instant":"smooth"})}};var k=`
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
.convviz-lessons ul { display: flex; margin: 0; padding: 0; list-style: none; font-size: inherit; }
/* All in one row: a line for the name of each group. */
.convviz-all:not([popover]) { display: flex; margin-left: -10px; }
.convviz-all:not([popover]) a { padding-inline: 6px; }
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
`,L="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 2v14a7 7 0 0 1 0-14z",E="M4 6h16v2H4zm0 5h16v2H4zm0 5h16v2H4z",C=["lang","embed","embed_options","predict"],u=new WeakMap,v=!1;function S({data:n,parentElement:t,setTriggerValue:e}){v||d(),v=!0;let o=u.get(t)??new c(t);return u.set(t,o),o.update(n,i=>setTimeout(()=>e("language",i))),()=>{}}var c=class{constructor(t,e=T){this.lessons=new h(e),this.corner=s("div",{className:"convviz-corner"}),this.corner.hidden=/[?&]embed=true/i.test(location.search),this.element=s("div",{className:"convviz-top"},this.lessons.element,this.corner),t.append(s("style",{textContent:k}),this.element),globalThis.navigation?.addEventListener("currententrychange",()=>this.#e()),this.scheme=globalThis.convvizScheme,this.scheme?.addEventListener("change",()=>this.#t()),new ResizeObserver(()=>this.lessons.fit()).observe(this.element)}update(t,e){this.data=t,document.documentElement.lang=t.tag,this.theme=m("","",()=>this.scheme.turn()),this.theme.hidden=!this.scheme;let o=[...this.corner.children].indexOf(this.element.getRootNode().activeElement);this.corner.replaceChildren(...t.others.map(({language:i,tag:r,name:a})=>m(a,r,()=>e(i))),this.theme),this.corner.children[o]?.focus(),this.lessons.update(t),this.#t(),this.#e()}#t(){let t=this.scheme?.matches;this.theme.title=this.theme.ariaLabel=t?this.data.light:this.data.dark,this.theme.innerHTML=f(L)}#e(){if(!this.element.isConnected)return;let t=new URL(location.href);t.searchParams.get("lang")!==this.data.language&&(t.searchParams.set("lang",this.data.language),history.replaceState(history.state,"",t))}},h=class{constructor(t){this.go=t,this.button=s("button",{type:"button",ariaExpanded:"false"}),this.list=s("div",{className:"convviz-all"}),this.button.popoverTargetElement=this.list,this.list.addEventListener("toggle",({newState:e})=>this.#t(e==="open")),this.element=s("nav",{className:"convviz-lessons"},this.button,this.list),document.addEventListener("click",e=>{let o=e.target.closest?.("a.convviz-link");o&&this.#o(e,o)})}update({contents:t,lessons:e,page:o}){let i=JSON.stringify([t,e,o]);if(i===this.told)return;this.told=i,this.element.ariaLabel=e;let r=t.flatMap(a=>a.pages).find(({address:a})=>a===o)?.title;this.button.innerHTML=f(E),this.button.append(s("span",{textContent:r??e})),this.button.ariaLabel=r?`${e}: ${r}`:e,this.list.replaceChildren(...t.map(({title:a,pages:g})=>s("section",{},s("h2",{textContent:a}),s("ul",{},...g.map(b=>s("li",{},this.#e(b,o))))))),this.fit()}fit(){!this.element.isConnected||this.list.matches(":popover-open")||(this.list.removeAttribute("popover"),this.button.hidden=!0,!(this.list.offsetLeft+this.list.scrollWidth<=this.element.offsetLeft+this.element.clientWidth)&&(this.list.popover="auto",this.button.hidden=!1))}#t(t){if(this.button.ariaExpanded=t,!t){this.fit(),[document.body,this.element.getRootNode().host].includes(document.activeElement)&&this.button.focus();return}let e=this.button.getBoundingClientRect().bottom+6;this.list.style.top=`${e}px`,this.list.style.maxHeight=`calc(100dvh - ${e+8}px)`,this.list.querySelector("[aria-current], a")?.focus()}#e({address:t,title:e},o){let i=s("a",{textContent:e,target:"_self",href:new URL(t||".",document.baseURI),onclick:r=>this.#o(r,i)});return t===o&&(i.ariaCurrent="page"),i}async#o(t,e){if(t.button||t.ctrlKey||t.metaKey||t.shiftKey||t.altKey||(t.preventDefault(),this.list.matches(":popover-open")&&this.list.hidePopover(),e.ariaCurrent||!(await globalThis.convvizClear?.()??!0)))return;let[o,i]=[new URL(e.href),new URL(location.href)];for(let r of C)for(let a of i.searchParams.getAll(r))o.searchParams.append(r,a);this.go(o)}};function T(n){history.pushState(null,"",n),dispatchEvent(new PopStateEvent("popstate",{state:null}))}function s(n,t,...e){let o=Object.assign(document.createElement(n),t);return o.append(...e),o}function m(n,t,e){return s("button",{type:"button",textContent:n,lang:t,onclick:e})}function f(n){return`<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd" d="${n}"/></svg>`}export{c as Row,S as default};
