#pragma once

#include "references.h"

namespace openvx {

// Makes an operation that can be computed of a shader node with all its parameters; false when the shader is unknown.
bool translate(Node& node);

}  // namespace openvx
