// Asserts at compile time that the declarations have the vendor's layout, for both word sizes.
#include <type_traits>

#include "operators.h"

namespace rk {
namespace nn {
namespace {

constexpr bool wide = sizeof(void*) == 8;

template <typename T, size_t onWide, size_t onNarrow>
constexpr bool sized = sizeof(T) == (wide ? onWide : onNarrow);

constexpr bool at(size_t offset, size_t onWide, size_t onNarrow) { return offset == (wide ? onWide : onNarrow); }

static_assert(sizeof(std::string) == (wide ? 32 : 24), "the strings of the new C++11 ABI of libstdc++");
static_assert(sized<std::vector<int>, 24, 12>);
static_assert(sized<std::shared_ptr<Tensor>, 16, 8>);

static_assert(sized<Graph, 8, 4>);
static_assert(sized<Exection, 16, 8>);
static_assert(sized<Tensor, 8, 4>);
static_assert(sized<Operator, 8, 4>);

static_assert(sized<TensorAttr, 176, 104>);
static_assert(at(offsetof(TensorAttr, dims), 32, 24));
static_assert(at(offsetof(TensorAttr, precision), 56, 36));
static_assert(at(offsetof(TensorAttr, layout), 60, 40));
static_assert(at(offsetof(TensorAttr, role), 64, 44));
static_assert(at(offsetof(TensorAttr, qntType), 68, 48));
static_assert(at(offsetof(TensorAttr, qntBits), 72, 52));
static_assert(at(offsetof(TensorAttr, qntParamDFP), 80, 56));
static_assert(at(offsetof(TensorAttr, qntParamAffineAsymmetric), 104, 68));
static_assert(at(offsetof(TensorAttr, qntParamSymmetric), 152, 92));

static_assert(sized<InputInfo, 32, 24> && std::is_trivially_copyable_v<InputInfo>);
static_assert(at(offsetof(InputInfo, buf), 8, 4) && at(offsetof(InputInfo, size), 16, 8));
static_assert(at(offsetof(InputInfo, pass_through), 20, 12) && at(offsetof(InputInfo, type), 24, 16));
static_assert(sized<OutputInfo, 32, 24> && std::is_trivially_copyable_v<OutputInfo>);
static_assert(at(offsetof(OutputInfo, type), 20, 12) && at(offsetof(OutputInfo, want_float), 28, 20));

static_assert(sized<Conv2DAttr, 60, 60>);
static_assert(offsetof(Conv2DAttr, pad) == 16 && offsetof(Conv2DAttr, weights) == 36);
static_assert(offsetof(Conv2DAttr, multiplier) == 52 && offsetof(Conv2DAttr, has_relu) == 56);
static_assert(sized<PoolAttr, 48, 48> && offsetof(PoolAttr, global_pooling) == 44);
static_assert(sized<FCAttr, 8, 8> && sized<SoftmaxAttr, 8, 8> && sized<ScaleAttr, 8, 8> && sized<ClipAttr, 8, 8>);
static_assert(sized<BatchNormAttr, 4, 4> && sized<LayerNormAttr, 4, 4> && sized<LeakyReluAttr, 4, 4>);
static_assert(sized<ConcatAttr, 4, 4> && sized<FlattenAttr, 4, 4> && sized<GatherAttr, 4, 4>);
static_assert(sized<PermuteAttr, 24, 12> && sized<ReshapeAttr, 24, 12> && sized<SliceAttr, 48, 24>);
static_assert(sized<ReduceAttr, 40, 24> && sized<StridedSliceAttr, 72, 36>);
static_assert(sized<PadAttr, 64, 32> && sized<NBGAttr, 56, 40>);

}  // namespace
}  // namespace nn
}  // namespace rk
